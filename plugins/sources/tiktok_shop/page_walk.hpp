// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <future>
#include <optional>
#include <set>
#include <stop_token>
#include <string>

#include <tidemark/result.hpp>
#include <tidemark/source/data_source.hpp>

#include "shop_client.hpp"

namespace tidemark::source::tiktok {

/// The pages of one range of days, in order. While the caller works on a page, the next one is
/// requested. Ends when the API gives no page token, or one that it gave before; never because a
/// page is short.
class page_walk {
 public:
  /// `client` and `sink` must outlive the walk. Requests the first page.
  page_walk(shop_client& client, page_query first, const row_sink& sink);

  /// Ends the request in progress.
  ~page_walk();
  page_walk(const page_walk&) = delete;
  page_walk& operator=(const page_walk&) = delete;

  /// The next page; nothing after the last one, and if the sink asks to stop. The walk asks the
  /// sink while it waits.
  result<std::optional<shop_page>> next();

  /// Whether the sink asked to stop.
  bool stopped() const { return stop_.stop_requested(); }

  /// Whether the list ended with a page token that had been given before.
  bool token_repeated() const { return token_repeated_; }

 private:
  void ask_ahead();

  shop_client& client_;
  page_query query_;
  const row_sink& sink_;
  std::stop_source stop_;
  std::set<std::string> tokens_;  ///< all that were given
  bool token_repeated_ = false;
  std::future<result<shop_page>> ahead_;  ///< not valid after the last page
};

}  // namespace tidemark::source::tiktok
