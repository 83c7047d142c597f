// SPDX-License-Identifier: BSL-1.0
#include "http_client.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <utility>

#include <curl/curl.h>
#include <fmt/core.h>

#include "base_url.hpp"

namespace tidemark::http {

void throw_exception_from_error(const transport_fault& what, const boost::source_location&) {
  throw std::runtime_error(what.reason);
}

namespace {

/// The result of one transfer.
struct transfer {
  http_response response;
  bool too_long = false;
};

extern "C" std::size_t take_body(char* bytes, std::size_t width, std::size_t count, void* to) {
  auto& into = *static_cast<transfer*>(to);
  const std::size_t size = width * count;
  if (into.response.body.size() + size > http_client::body_bytes_max) {
    into.too_long = true;
    return 0;
  }
  into.response.body.append(bytes, size);
  return size;
}

/// The value of the header in `line` if it has that name.
std::optional<std::string> value_of(std::string_view line, std::string_view name) {
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == b;
  };
  if (line.size() <= name.size() || line[name.size()] != ':' ||
      !std::equal(name.begin(), name.end(), line.begin(),
                  [&](char lower, char any) { return same(any, lower); }))
    return std::nullopt;
  line.remove_prefix(name.size() + 1);
  constexpr std::string_view space = " \t\r\n";
  const auto begin = line.find_first_not_of(space);
  if (begin == line.npos) return std::string();
  return std::string(line.substr(begin, line.find_last_not_of(space) - begin + 1));
}

extern "C" std::size_t take_header(char* bytes, std::size_t width, std::size_t count, void* to) {
  auto& into = *static_cast<transfer*>(to);
  if (auto value = value_of({bytes, width * count}, "retry-after"))
    into.response.retry_after = std::move(*value);
  return width * count;
}

bool is_lasting(CURLcode code) {
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL: return true;
    default: return false;
  }
}

}  // namespace

struct http_client::handles {
  CURL* easy = nullptr;
  CURLM* multi = nullptr;
  std::array<char, CURL_ERROR_SIZE> words{};

  handles() {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    easy = curl_easy_init();
    multi = curl_multi_init();
    if (!easy || !multi) throw std::runtime_error("libcurl cannot be set up");
  }
  ~handles() {
    curl_easy_cleanup(easy);
    curl_multi_cleanup(multi);
  }
  handles(const handles&) = delete;
  handles& operator=(const handles&) = delete;

  void prepare(const http_request& request, curl_slist* headers, transfer& into);
  CURLcode perform(const std::stop_token& stop);
};

/// Sets all options again; the connection cache is kept.
void http_client::handles::prepare(const http_request& request, curl_slist* headers,
                                   transfer& into) {
  curl_easy_reset(easy);
  words.fill('\0');
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "https,http");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 256L * 1024);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "tidemark");
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, words.data());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &into);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &into);
  if (is_loopback_url(request.url)) curl_easy_setopt(easy, CURLOPT_PROXY, "");
}

/// Runs the prepared transfer; CURLE_ABORTED_BY_CALLBACK if it was stopped.
CURLcode http_client::handles::perform(const std::stop_token& stop) {
  if (curl_multi_add_handle(multi, easy) != CURLM_OK) return CURLE_FAILED_INIT;
  CURLcode code = CURLE_ABORTED_BY_CALLBACK;
  {
    const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi); });
    int running = 1;
    while (running > 0 && !stop.stop_requested()) {
      if (curl_multi_perform(multi, &running) != CURLM_OK) break;
      if (running > 0) curl_multi_poll(multi, nullptr, 0, 1000, nullptr);
    }
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi, &left))
      if (message->msg == CURLMSG_DONE) code = message->data.result;
  }
  curl_multi_remove_handle(multi, easy);
  return code;
}

http_client::http_client() : curl_(std::make_unique<handles>()) {}
http_client::~http_client() = default;

boost::system::result<http_response, transport_fault> http_client::get(
    const http_request& request, std::stop_token stop) {
  curl_slist* headers = nullptr;
  for (const auto& header : request.headers) headers = curl_slist_append(headers, header.c_str());
  transfer into;
  curl_->prepare(request, headers, into);
  const CURLcode code = curl_->perform(stop);
  long status = 0;
  curl_easy_getinfo(curl_->easy, CURLINFO_RESPONSE_CODE, &status);
  curl_slist_free_all(headers);
  if (code == CURLE_OK) {
    into.response.status = status;
    return std::move(into.response);
  }
  if (stop.stop_requested()) return transport_fault{"stopped", false, true};
  if (into.too_long)
    return transport_fault{
        fmt::format("the answer is longer than {} MiB", body_bytes_max >> 20), true, false};
  const char* const words = curl_->words.front() != '\0' ? curl_->words.data()
                                                         : curl_easy_strerror(code);
  return transport_fault{words, is_lasting(code), false};
}

}  // namespace tidemark::http
