// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include <tidemark/result.hpp>

#include "../../http/http_client.hpp"
#include "../../http/request_runner.hpp"
#include "token_file.hpp"

namespace tidemark::source::tiktok {

/// The credentials of the app.
struct app_identity {
  std::string key;
  std::string secret;
};

/// Keeps the access token of one shop, and gets a new one when it expires. The result of a refresh
/// is stored before it is used, because it invalidates the old refresh token; of several processes
/// one refreshes and the others read the result. One thread at a time.
class token_keeper {
 public:
  /// A token that expires within this time is refreshed before it is used.
  static constexpr std::chrono::seconds margin{600};

  /// How long a refresh may take once it is sent, regardless of stop requests and of the time for a
  /// page: without its answer, the tokens are lost for good.
  static constexpr std::chrono::seconds refresh_timeout{60};

  /// `client` and `runner` must outlive it.
  token_keeper(token_file file, app_identity app, std::string auth_url, http::http_client& client,
               http::request_runner& runner)
      : file_(std::move(file)), app_(std::move(app)), auth_url_(std::move(auth_url)),
        client_(client), runner_(runner) {}

  /// The warning about the file with the tokens; empty if there is none.
  std::string exposure() const { return file_.exposure(); }

  /// The token to use now. A stop ends waits, but not a refresh that was sent. Errors: the file
  /// cannot be read, or a refresh that was due failed.
  result<std::string> current(std::stop_token stop);

  /// The token to use after the API reported that `expired` has expired.
  result<std::string> after(std::string_view expired, std::stop_token stop);

  /// The token that is stored instead of `refused`, which the API does not know; nothing if it is
  /// the same. Waits for a process that is refreshing.
  result<std::optional<std::string>> instead_of(std::string_view refused, std::stop_token stop);

 private:
  bool is_due(const tokens& held) const;
  result<std::string> refresh(std::string_view stale, std::stop_token stop);
  http::attempt<tokens> ask(const tokens& old);

  token_file file_;
  app_identity app_;
  std::string auth_url_;
  http::http_client& client_;
  http::request_runner& runner_;
  std::optional<tokens> held_;
};

}  // namespace tidemark::source::tiktok
