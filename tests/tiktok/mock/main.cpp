// SPDX-License-Identifier: BSL-1.0
// A server for tests that imitates the TikTok Shop API, its tokens and TikTok's oEmbed, on this
// machine only. Prints its address, and ends by itself.
#include <cctype>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include "api.hpp"

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return std::tolower(static_cast<unsigned char>(c)) - 'a' + 10;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

asked taken_apart(const beast::http::request<beast::http::string_body>& request) {
  asked out;
  const std::string target(request.target());
  const auto question = target.find('?');
  out.path = target.substr(0, question);
  std::string_view rest =
      question == target.npos ? std::string_view() : std::string_view(target).substr(question + 1);
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    const auto equals = pair.find('=');
    out.query[decoded(pair.substr(0, equals))] =
        equals == pair.npos ? std::string() : decoded(pair.substr(equals + 1));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
  }
  for (const auto& header : request) {
    std::string name(header.name_string());
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    out.headers[name] = std::string(header.value());
  }
  return out;
}

/// Serves one connection until it ends.
void serve(tcp::socket socket, api& served) {
  beast::flat_buffer buffer;
  for (beast::error_code code;;) {
    beast::http::request<beast::http::string_body> request;
    beast::http::read(socket, buffer, request, code);
    if (code) return;
    const answer sent = served.handle(taken_apart(request));
    if (sent.how == answer::end::dropped) return;
    beast::http::response<beast::http::string_body> response;
    response.result(sent.status);
    response.set("Content-Type", sent.content_type);
    if (!sent.retry_after.empty()) response.set("Retry-After", sent.retry_after);
    response.keep_alive(request.keep_alive());
    response.body() = sent.body;
    response.prepare_payload();
    if (sent.how == answer::end::cut) {
      std::ostringstream whole;
      whole << response;
      const std::string bytes = whole.str();
      asio::write(socket, asio::buffer(bytes.data(), bytes.size() - sent.body.size() / 2), code);
      return;
    }
    beast::http::write(socket, response, code);
    if (code || !request.keep_alive()) return;
  }
}

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::invalid_argument("cannot read " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Reads `DAY=FILE,FILE`, the DAY a first day or `any`.
void add_pages(const std::string& text, shop& to) {
  const auto equals = text.find('=');
  if (equals == text.npos) throw std::invalid_argument("no pages as DAY=FILE,FILE: " + text);
  auto& pages = to.pages[text.substr(0, equals)];
  for (std::size_t at = equals + 1; at <= text.size();) {
    const auto comma = std::min(text.find(',', at), text.size());
    pages.push_back(content_of(text.substr(at, comma - at)));
    at = comma + 1;
  }
}

}  // namespace

int main(int argc, char** argv) {
  api served;
  unsigned lifetime = 120;
  std::vector<std::string> faults, pages, gone;
  CLI::App app("Speaks like TikTok's servers, for tests");
  app.add_option("--app-key", served.app_key)->default_val("demo_app_key");
  app.add_option("--app-secret", served.app_secret)
      ->default_val("demo_app_secret_0123456789abcdef");
  app.add_option("--shop-cipher", served.shop_cipher)->default_val("GCP_demoCipher0001");
  app.add_option("--access-token", served.access_token)->default_val("TTP_demoAccess0001");
  app.add_option("--refresh-token", served.refresh_token)->default_val("TTP_demoRefresh0001");
  app.add_flag("--expired", served.expired, "The access token has expired");
  app.add_option("--pages", pages, "DAY=FILE,FILE: pages for ranges that begin on DAY, or `any`");
  app.add_option("--shop", served.videos.made_up, "So many videos are made up");
  app.add_option("--duplicate-every", served.videos.duplicate_every);
  app.add_flag("--short-pages", served.videos.short_pages);
  app.add_flag("--repeat-token", served.videos.repeat_token);
  app.add_option("--fault", faults, "ENDPOINT:REQUESTS:KIND[=ARGUMENT]");
  app.add_option("--without-oembed", gone, "Videos that are gone");
  app.add_option("--log", served.log_path, "A line a request");
  app.add_option("--lifetime", lifetime, "Ends after so many seconds; 120");
  CLI11_PARSE(app, argc, argv);
  try {
    for (const auto& fault : faults) served.plan.push_back(parse_fault(fault));
    for (const auto& page : pages) add_pages(page, served.videos);
    served.without_oembed.insert(gone.begin(), gone.end());
    ::alarm(lifetime);
    asio::io_context context;
    tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
    std::cout << "http://127.0.0.1:" << acceptor.local_endpoint().port() << std::endl;
    while (true) {
      tcp::socket socket(context);
      acceptor.accept(socket);
      socket.set_option(tcp::no_delay(true));
      std::thread(serve, std::move(socket), std::ref(served)).detach();
    }
  } catch (const std::exception& problem) {
    std::cerr << "tiktok_mock: " << problem.what() << '\n';
    return 2;
  }
}
