// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <sources/tiktok_shop/tiktok_shop_source.hpp>

#include <chrono>
#include <cstdint>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../../../tiktok/mock_server.hpp"
#include "../../http/fake_clock.hpp"
#include "../collecting_sink.hpp"
#include "../temporary_folder.hpp"

namespace tidemark::source::test {

/// The arguments of a shop of 250 videos, three pages, with these faults.
inline std::vector<std::string> faulty(const std::vector<std::string>& faults) {
  std::vector<std::string> arguments{"--shop", "250"};
  for (const auto& fault : faults) arguments.insert(arguments.end(), {"--fault", fault});
  return arguments;
}

/// A shop with its own server, and a source that reads it; waits between requests take no time.
class shop_scene {
 public:
  /// `arguments` are the server's, which also logs; `{folder}` in them is the scene's folder.
  explicit shop_scene(std::vector<std::string> arguments)
      : server_(completed(std::move(arguments), folder_)) {
    settings.app = {"demo_app_key", "demo_app_secret_0123456789abcdef"};
    settings.shop_cipher = "GCP_demoCipher0001";
    settings.token_path = folder_.path("tokens.json");
    settings.version = tiktok::find_version("202509").value();
    settings.account_type = "AFFILIATE_ACCOUNTS";
    settings.base_url = settings.auth_url = server_.url();
    settings.requests = {0, 3, std::chrono::seconds(20), std::chrono::hours(1)};
    set_tokens({"TTP_demoAccess0001", now() + 86'400, "TTP_demoRefresh0001", now() + 864'000});
  }

  static std::int64_t now() { return static_cast<std::int64_t>(std::time(nullptr)); }

  void use_version(const char* name) {
    settings.version = tiktok::find_version(name).value();
    settings.account_type = tiktok::account_type_of(*settings.version, "").value();
  }

  void set_tokens(const tiktok::tokens& value) const {
    folder_.write("tokens.json", tiktok::to_json(value));
    using std::filesystem::perms;
    std::filesystem::permissions(settings.token_path, perms::owner_read | perms::owner_write);
  }
  tiktok::tokens stored_tokens() const {
    return tiktok::token_file(settings.token_path).read().value();
  }

  /// A source with `settings`, whose clock is `clock`.
  std::unique_ptr<tiktok::tiktok_shop_source> source() {
    auto made = std::make_unique<http::test::fake_clock>();
    clock = made.get();
    return std::make_unique<tiktok::tiktok_shop_source>(settings, std::move(made), nullptr);
  }

  /// Fetches one window of 2025-12-31 with a new source.
  result<void> fetch(row_sink& sink, std::int32_t window_days = 30) {
    source_ = source();
    return source_->fetch(request(window_days), sink);
  }

  static fetch_request request(std::int32_t window_days, const char* currency = "USD") {
    return {1, currency, window_days, parse_date("2025-12-31").value()};
  }

  /// The server's requests, in order: the endpoint, its parameters, the status.
  std::vector<std::string> requests() const { return tiktok_test::lines_of(folder_.path("log")); }

  /// The number of requests to `endpoint`.
  std::size_t requests_to(const std::string& endpoint) const {
    std::size_t count = 0;
    for (const auto& line : requests()) count += line.starts_with(endpoint + " ");
    return count;
  }

  const temporary_folder& folder() const { return folder_; }

  tiktok::shop_settings settings;
  http::test::fake_clock* clock = nullptr;  ///< of the last source

 private:
  static std::vector<std::string> completed(std::vector<std::string> arguments,
                                            const temporary_folder& folder) {
    for (auto& argument : arguments)
      for (std::size_t at; (at = argument.find("{folder}")) != argument.npos;)
        argument.replace(at, 8, folder.path(""));
    arguments.insert(arguments.end(), {"--log", folder.path("log")});
    return arguments;
  }

  temporary_folder folder_;
  tiktok_test::mock_server server_;
  std::unique_ptr<tiktok::tiktok_shop_source> source_;
};

/// A page of the API with these rows and this `next_page_token`, in a file for the server.
inline std::string page_file(const temporary_folder& folder, const std::string& name,
                             const std::string& rows, const std::string& token) {
  return folder.write(name, R"({"code":0,"message":"Success","request_id":"r","data":{"videos":[)" +
                                rows + R"(],"next_page_token":)" + token +
                                R"(,"total_count":4,"latest_available_date":"2025-12-30"}})");
}

}  // namespace tidemark::source::test
