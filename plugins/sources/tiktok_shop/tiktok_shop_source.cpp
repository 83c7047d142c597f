// SPDX-License-Identifier: BSL-1.0
#include "tiktok_shop_source.hpp"

#include <exception>
#include <optional>
#include <utility>

#include <fmt/core.h>

#include "../json/line_block.hpp"
#include "../json/report_keys.hpp"
#include "date_range.hpp"
#include "page_walk.hpp"

namespace tidemark::source::tiktok {

namespace {

constexpr std::size_t row_bytes_max = 1024 * 1024;  // as of a line
constexpr std::size_t raw_bytes_kept = 64 * 1024;   // of a row that is longer

/// The state of delivering one window.
struct delivery {
  row_sink& sink;
  line_block rows;
  std::int64_t count = 0;  ///< of rows so far; their positions are numbered from 1
  bool stopped = false;
  std::optional<date> newest_day;
};

/// Delivers the rows of one page. False: the sink asked to stop.
bool deliver(const shop_page& page, delivery& to) {
  for (std::size_t i = 0; i < page.row_count(); ++i) {
    const std::string_view row = page.row(i);
    const bool too_long = row.size() > row_bytes_max;
    to.rows.add({.text = row.substr(0, too_long ? raw_bytes_kept : row.npos),
                 .number = ++to.count,
                 .too_long = too_long});
  }
  to.rows.read();
  return to.rows.deliver(to.sink);
}

/// A warning of pages that ended early, after the name of their range.
std::string missing_rows(std::int64_t delivered, std::int64_t promised, bool token_repeated) {
  return fmt::format(
      ": the API promised {} rows (total_count), but its pages ended after {}{}; the list may have "
      "changed while it was read, or the API may have cut it short: run it again later for the "
      "rest",
      promised, delivered, token_repeated ? ", with a page token that had come before" : "");
}

/// Delivers all rows of one range of days.
result<void> deliver_range(shop_client& client, const page_query& first, const std::string& name,
                           delivery& to) {
  page_walk pages(client, first, to.sink);
  const std::int64_t before = to.count;
  std::optional<std::int64_t> promised;
  while (true) {
    auto page = pages.next();
    if (!page) return error{page.error().kind, fmt::format("{}: {}", name, page.error().message)};
    to.stopped = pages.stopped();
    if (to.stopped || !*page) break;
    if (!to.newest_day) to.newest_day = (*page)->latest_available_date;
    if (!promised) promised = (*page)->total_count;
    to.stopped = !deliver(**page, to);
    if (to.stopped) break;
  }
  const std::int64_t delivered = to.count - before;
  if (!to.stopped && delivered < promised.value_or(0))
    to.sink.warning(
        fmt::format("{}: {}{}", name, to_text(first.days),
                    missing_rows(delivered, *promised, pages.token_repeated())));
  return {};
}

}  // namespace

tiktok_shop_source::tiktok_shop_source(shop_settings settings,
                                       std::unique_ptr<http::wait_clock> clock,
                                       std::unique_ptr<videos::wall_clock> zone)
    : days_max_(settings.version->days_max),
      name_(fmt::format("tiktok_shop {} {}", settings.version->name, settings.account_type)),
      clock_(std::move(clock)), zone_(std::move(zone)), client_(std::move(settings), *clock_) {}

std::string tiktok_shop_source::origin(const fetch_request& request) const {
  return fmt::format("{} {}", name_, to_text(range_of(request.window_days, request.snapshot_date)));
}

result<void> tiktok_shop_source::fetch(const fetch_request& request, row_sink& sink) {
  try {
    if (windows_.empty() || windows_.contains(request.window_days)) {
      windows_.clear();
      client_.begin_run();
      if (auto exposed = client_.token_exposure(); !exposed.empty())
        sink.warning(std::move(exposed));
    }
    windows_.insert(request.window_days);
    delivery to{sink, line_block({request.brand_id, request.currency, zone_.get()}), 0, false, {}};
    const auto parts =
        parts_of(range_of(request.window_days, request.snapshot_date), days_max_);
    const std::string currency = request.currency == "USD" ? "USD" : "LOCAL";
    for (const auto& days : parts) {
      if (parts.size() > 1) sink.begin_part();
      if (auto done = deliver_range(client_, {days, currency}, name_, to); !done) return done;
      if (to.stopped) return {};
    }
    report_keys(origin(request), to.rows.delivered_keys(), sink);
    if (to.count == 0)
      sink.warning(origin(request) +
                   ": the API lists no video; check that account_type and shop_cipher are right");
    // The API is a day behind: yesterday is the newest day it has.
    const date needed{request.snapshot_date.days - 1};
    if (to.newest_day && *to.newest_day < needed)
      sink.warning(
          fmt::format("{}: the API has data until {} only; the window was taken as it is, run it "
                      "again later for the rest",
                      origin(request), tidemark::to_text(*to.newest_day)));
    return {};
  } catch (const std::exception& problem) {
    return failure(fmt::format("{}: {}", name_, problem.what()));
  }
}

}  // namespace tidemark::source::tiktok
