// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <variant>

#include <tidemark/result.hpp>

#include "../../http/http_client.hpp"
#include "../../http/request_runner.hpp"
#include "api_version.hpp"
#include "date_range.hpp"
#include "shop_page.hpp"
#include "sign.hpp"
#include "token_keeper.hpp"

namespace tidemark::source::tiktok {

/// The settings for one shop.
struct shop_settings {
  app_identity app;
  std::string shop_cipher;
  std::string token_path;
  const api_version* version = nullptr;
  std::string account_type;
  std::int64_t page_size = 100;  ///< 1 to 100
  std::string base_url;
  std::string auth_url;
  http::request_settings requests;
};

/// The request for a page of the video performance list.
struct page_query {
  date_range days;
  std::string currency;         ///< the requested one: USD or LOCAL
  std::string page_token = {};  ///< empty for the first page; otherwise from the previous page
  std::int64_t number = 1;      ///< for messages
};

/// Requests pages of one shop from the TikTok Shop API. One thread at a time.
class shop_client {
 public:
  /// `clock` must outlive it. Throws std::runtime_error if libcurl cannot be set up.
  shop_client(shop_settings settings, http::wait_clock& clock);

  /// Resets the budgets of time and requests.
  void begin_run() { runner_.begin_run(); }

  /// Like `token_file::exposure`.
  std::string token_exposure() const { return tokens_.exposure(); }

  /// The page; retries if that may help. If the API refuses the token, once with the one that
  /// another process has stored meanwhile, or after a refresh if it has expired. Errors: as
  /// `http::request_runner::run`; they hold no secret.
  result<shop_page> fetch(const page_query& query, std::stop_token stop);

 private:
  /// The access token was refused.
  struct token_refusal {
    bool expired = false;  ///< otherwise it is unknown to the API
    std::string reason;
  };
  using answer = std::variant<shop_page, token_refusal>;
  http::attempt<answer> ask(const page_query& query, const std::string& token,
                            std::chrono::milliseconds timeout, std::stop_token stop);
  http::attempt<answer> read(http::http_response response, const std::string& token,
                             const std::string& sign) const;
  result<std::string> token_after(const std::string& token, const token_refusal& refusal,
                                  const std::string& name, std::stop_token stop);
  parameters signed_parameters(const std::string& path, const page_query& query) const;

  shop_settings settings_;
  http::http_client client_;
  http::request_runner runner_;
  token_keeper tokens_;
};

}  // namespace tidemark::source::tiktok
