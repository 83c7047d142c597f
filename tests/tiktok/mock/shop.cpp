// SPDX-License-Identifier: BSL-1.0
#include "shop.hpp"

#include <algorithm>
#include <vector>

#include <openssl/evp.h>

namespace {

std::string base64(const std::string& text) {
  std::vector<unsigned char> out(text.size() / 3 * 4 + 8);
  const int size = EVP_EncodeBlock(out.data(), reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  return {out.begin(), out.begin() + size};
}

std::string token_of(std::int64_t page_number) {
  return base64("page_number=" + std::to_string(page_number));
}

std::string given(const asked& request, const std::string& name) {
  const auto at = request.query.find(name);
  return at == request.query.end() ? std::string() : at->second;
}

/// The text of `next_page_token` in a page, as in its file; empty if there is none.
std::string token_in(const std::string& page) {
  constexpr std::string_view name = "\"next_page_token\":";
  auto at = page.find(name);
  if (at == page.npos) return {};
  at = page.find_first_not_of(' ', at + name.size());
  if (at == page.npos || page[at] != '"') return {};
  return page.substr(at + 1, page.find('"', at + 1) - at - 1);
}

std::string money(std::int64_t cents) {
  const std::string fraction = std::to_string(cents % 100);
  return "{\"amount\":\"" + std::to_string(cents / 100) + "." +
         (fraction.size() < 2 ? "0" : "") + fraction + "\",\"currency\":\"USD\"}";
}

/// Video `number`, from 0; `strength` in percent of its metrics.
void append_row(std::string& out, std::int64_t number, std::int64_t total, std::int64_t strength,
                bool oldest_version) {
  const std::int64_t cents = (total - number) * 137 * strength / 100;
  const std::int64_t views = (1'000 + (total - number) * 11) * strength / 100;
  const std::string text = std::to_string(number);
  out += "{\"id\":\"" + std::to_string(7'560'000'000'000'000'000 + number) +
         "\",\"title\":\"Made up video " + text + "\",\"username\":\"creator_" +
         std::to_string(number % 997) + "\",\"video_post_time\":\"2025-12-03 09:15:00\",\"gmv\":" +
         money(cents) + ",\"sku_orders\":" + text + ",\"views\":" + std::to_string(views) +
         ",\"click_through_rate\":\"0.0240\",\"products\":[{\"id\":\"1729000000000000101\","
         "\"name\":\"Linen tote bag\"}],";
  if (oldest_version) out += "\"units_sold\":" + text + "}";
  else
    out += "\"items_sold\":" + text + ",\"gpm\":" + money(cents * 1000 / views) +
           ",\"avg_customers\":3,\"duration\":21,\"hash_tags\":[\"#totebag\",\"haul\"]}";
}

}  // namespace

answer shop::list(const asked& request) const {
  auto at = pages.find(given(request, "start_date_ge"));
  if (at == pages.end()) at = pages.find("any");
  if (at == pages.end()) return made_up_page(request);
  const std::string token = given(request, "page_token");
  if (token.empty()) return {200, at->second.front()};
  for (std::size_t i = 0; i < at->second.size(); ++i) {
    if (token_in(at->second[i]) == token)
      return {200, at->second[std::min(i + 1, at->second.size() - 1)]};
  }
  return refusal(200, 28001001, "invalid page_token");
}

answer shop::made_up_page(const asked& request) const {
  const std::int64_t size = std::stoll(given(request, "page_size"));
  const std::string token = given(request, "page_token");
  std::int64_t page = 1;
  while (!token.empty() && token_of(page) != token && page <= made_up + 1) ++page;
  // With short pages, two pages hold the videos of one and a half.
  const std::int64_t half = size / 2;
  const std::int64_t begin =
      short_pages ? (page - 1) / 2 * (size + half) + (page % 2 == 0 ? half : 0)
                  : (page - 1) * size;
  const std::int64_t end = std::min(made_up, begin + (short_pages && page % 2 == 1 ? half : size));
  const bool oldest = request.path.find("/202409/") != request.path.npos;
  std::string rows;
  const auto add = [&](std::int64_t number, std::int64_t strength) {
    if (!rows.empty()) rows += ',';
    append_row(rows, number, made_up, strength, oldest);
  };
  for (std::int64_t i = begin; i < end; ++i) add(i, 100);
  for (std::int64_t i = std::max<std::int64_t>(0, begin - size);
       duplicate_every > 0 && i < begin && i < end; ++i)
    if (i % duplicate_every == 0) add(i, 5);
  const bool last = end >= made_up;
  const std::string next = !last ? token_of(page + 1) : repeat_token ? token_of(page) : "";
  return {200, "{\"code\":0,\"message\":\"Success\",\"request_id\":\"made-up-" +
                   std::to_string(page) + "\",\"data\":{\"videos\":[" + rows +
                   "],\"next_page_token\":\"" + next + "\",\"total_count\":" +
                   std::to_string(made_up) + ",\"latest_available_date\":\"" +
                   given(request, "end_date_lt") + "\"}}"};
}
