// SPDX-License-Identifier: BSL-1.0
#include "page_walk.hpp"

#include <chrono>
#include <utility>

namespace tidemark::source::tiktok {

page_walk::page_walk(shop_client& client, page_query first, const row_sink& sink)
    : client_(client), query_(std::move(first)), sink_(sink) {
  ask_ahead();
}

page_walk::~page_walk() {
  stop_.request_stop();
  if (ahead_.valid()) ahead_.wait();
}

void page_walk::ask_ahead() {
  ahead_ = std::async(std::launch::async, [this, stop = stop_.get_token()] {
    return client_.fetch(query_, stop);
  });
}

result<std::optional<shop_page>> page_walk::next() {
  using wanted = std::optional<shop_page>;
  if (!ahead_.valid()) return wanted();
  constexpr std::chrono::milliseconds often(50);
  while (ahead_.wait_for(often) != std::future_status::ready)
    if (!sink_.go_on()) stop_.request_stop();
  auto page = ahead_.get();
  if (stopped()) return wanted();
  if (!page) return page.error();
  query_.page_token = page->next_page_token;
  ++query_.number;
  if (!query_.page_token.empty()) {
    token_repeated_ = !tokens_.insert(query_.page_token).second;
    if (!token_repeated_) ask_ahead();
  }
  return wanted(std::move(*page));
}

}  // namespace tidemark::source::tiktok
