// SPDX-License-Identifier: BSL-1.0
#include "filters.hpp"

#include <algorithm>
#include <string_view>

#include <tidemark/value/decimal.hpp>

#include "address.hpp"
#include "display_text.hpp"
#include "frame.hpp"
#include "titles.hpp"

namespace tidemark::host {

namespace {

/// The form's field in units of the currency; `min_gmv` is in cents.
constexpr std::string_view amount_parameter = "min_amount";

html text_field(std::string_view name, std::string_view label, std::string_view value,
                html_literal more) {
  html out;
  out << R"(<label class="field )"_html << name << R"("><span>)"_html << label
      << R"(</span><input name=")"_html << name << R"(" value=")"_html << value << R"(")"_html
      << more << "></label>"_html;
  return out;
}

html hidden(std::string_view name, std::string_view value) {
  html out;
  out << R"(<input type="hidden" name=")"_html << name << R"(" value=")"_html << value
      << R"(">)"_html;
  return out;
}

html option(std::string_view value, std::string_view text, bool chosen) {
  html out;
  out << R"(<option value=")"_html << value << R"(")"_html;
  if (chosen) out << " selected"_html;
  out << ">"_html << text << "</option>"_html;
  return out;
}

html sort_fields(const videos::period_query& query) {
  html out;
  out << R"(<label class="field sort"><span>Sort by</span><select name="sort">)"_html;
  for (std::size_t i = 0; i < videos::sort_words.size(); ++i)
    out << option(videos::sort_words[i], sort_titles[i],
                  static_cast<std::size_t>(query.sort) == i);
  out << R"(</select></label><label class="field dir"><span>Order</span><select name="dir">)"_html
      << option("desc", "Highest first", query.dir == videos::direction::desc)
      << option("asc", "Lowest first", query.dir == videos::direction::asc)
      << R"(</select></label><label class="field size"><span>Per page</span><select )"
         R"(name="per_page">)"_html;
  bool listed = false;
  for (const std::int64_t size : {24, 48, 96, 200}) {
    out << option(std::to_string(size), std::to_string(size), size == query.per_page);
    listed = listed || size == query.per_page;
  }
  if (!listed) out << option(std::to_string(query.per_page), std::to_string(query.per_page), true);
  out << "</select></label>"_html;
  return out;
}

/// One filter in use, with a link to the list without it.
html chip(const page_request& asked, std::string_view name, std::string_view value,
          const videos::period_query& without) {
  html out;
  out << R"(<li><a href=")"_html << list_address(without, asked.scope)
      << R"("><span class="unseen">Remove filter: </span>)"_html << name
      << R"( <b dir="auto">)"_html << value << R"(</b></a></li>)"_html;
  return out;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Whether every comma of `amount` separates thousands. Any other one may be a decimal point:
/// without it, 12,50 would become a hundred times as much.
bool commas_part_thousands(std::string_view amount) {
  auto whole = amount.substr(0, amount.find('.'));
  if (amount.substr(whole.size()).find(',') != amount.npos) return false;
  bool first = true;
  for (auto comma = whole.find(','); comma != whole.npos; first = false, comma = whole.find(',')) {
    const auto group = whole.substr(0, comma);
    const auto digits = std::count_if(group.begin(), group.end(), is_digit);
    if (digits == 0 || digits > 3 || (!first && digits < 3)) return false;
    whole.remove_prefix(comma + 1);
  }
  return first || (whole.size() == 3 && std::all_of(whole.begin(), whole.end(), is_digit));
}

/// A typed amount such as `1250` or `1,250.5` in cents; nothing if it is not an amount.
std::optional<std::int64_t> cents_of(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '$'; });
  if (text.empty() || !commas_part_thousands(text)) return std::nullopt;
  std::erase(text, ',');
  const auto read = parse_decimal(text, 2, decimal_form::plain);
  if (read.error) return std::nullopt;
  return read.scaled;
}

}  // namespace

videos::period_query without_filters(videos::period_query query) {
  query.min_gmv_cents.reset();
  query.posted_after.reset();
  query.posted_before.reset();
  query.search.clear();
  query.creator.clear();
  query.hashtag.clear();
  query.page = 1;
  return query;
}

html period_switch(const page_request& asked) {
  html out;
  const auto add = [&](std::optional<std::int32_t> window, std::string_view id) {
    videos::period_query query = asked.query;
    query.window_days = window;
    query.page = 1;
    out << R"(<a id="period-)"_html << id << R"(" href=")"_html << list_address(query, asked.scope)
        << R"(")"_html;
    if (window == asked.query.window_days) out << R"( aria-current="true")"_html;
    out << ">"_html << period_title(window) << "</a>"_html;
  };
  out << R"(<nav class="periods" aria-label="Period">)"_html;
  add(std::nullopt, "all");
  for (const std::int32_t days : asked.scope.windows) add(days, std::to_string(days));
  out << "</nav>"_html;
  return out;
}

html filter_form(const page_request& asked) {
  const auto& query = asked.query;
  const auto day = [](const std::optional<date>& maybe_day) {
    return maybe_day ? to_text(*maybe_day) : "";
  };
  html out;
  out << R"(<form id="filters" class="filters" action="/videos" role="search" )"
         R"(aria-label="Videos" autocomplete="off">)"_html;
  if (asked.scope.brands.size() > 1) out << hidden("brand", std::to_string(query.brand_id));
  out << hidden("period", query.window_days ? std::to_string(*query.window_days) : "all")
      << text_field("search", "Search", query.search,
                    R"( type="search" placeholder="Title, creator or hashtag" maxlength="200" )"
                    R"(enterkeyhint="search")"_html)
      << "<details"_html;
  videos::period_query folded = query;
  folded.search.clear();
  if (videos::is_filtered(folded)) out << " open"_html;
  out << R"(><summary>Filters and order</summary><div class="more">)"_html
      << text_field("creator", "Creator", query.creator,
                    R"( maxlength="200" autocapitalize="none" spellcheck="false")"_html)
      << text_field("hashtag", "Hashtag", query.hashtag,
                    R"( maxlength="200" autocapitalize="none" spellcheck="false")"_html)
      << text_field(amount_parameter, "Minimum GMV, " + currency_of(asked),
                    query.min_gmv_cents ? plain_amount(*query.min_gmv_cents) : "",
                    R"( inputmode="decimal" )"
                    R"(pattern="-?([0-9]+|[0-9]{1,3}(,[0-9]{3})+)([.][0-9]{1,2})?" )"
                    R"(title="An amount such as 1,250.50" maxlength="24")"_html)
      << text_field("posted_after", "Posted from", day(query.posted_after),
                    R"( type="date" min="0001-01-01" max="9999-12-31")"_html)
      << text_field("posted_before", "Posted until", day(query.posted_before),
                    R"( type="date" min="0001-01-01" max="9999-12-31")"_html)
      << sort_fields(query)
      << R"(</div></details><button class="apply">Apply</button></form>)"_html;
  return out;
}

html filters_in_use(const page_request& asked) {
  html out;
  if (!videos::is_filtered(asked.query)) return out;
  const auto with = [&](auto change) {
    videos::period_query query = asked.query;
    query.page = 1;
    change(query);
    return query;
  };
  const auto& query = asked.query;
  out << R"(<ul class="chips" aria-label="Filters in use">)"_html;
  if (!query.search.empty())
    out << chip(asked, "Contains", query.search, with([](auto& q) { q.search.clear(); }));
  // The page shows names with @ or #, which stored names may lack; a search needs the stored form.
  if (query.search.size() > 1 && (query.search[0] == '@' || query.search[0] == '#'))
    out << R"(<li class="all"><a href=")"_html
        << list_address(with([](auto& q) { q.search.erase(0, 1); }), asked.scope)
        << R"(">Search without the )"_html << query.search.substr(0, 1) << "</a></li>"_html;
  if (!query.creator.empty())
    out << chip(asked, "Creator", query.creator, with([](auto& q) { q.creator.clear(); }));
  if (!query.hashtag.empty())
    out << chip(asked, "Hashtag", query.hashtag, with([](auto& q) { q.hashtag.clear(); }));
  if (query.min_gmv_cents)
    out << chip(asked, "GMV from", amount(*query.min_gmv_cents, currency_of(asked)),
                with([](auto& q) { q.min_gmv_cents.reset(); }));
  if (query.posted_after)
    out << chip(asked, "Posted from", day_text(*query.posted_after),
                with([](auto& q) { q.posted_after.reset(); }));
  if (query.posted_before)
    out << chip(asked, "Posted until", day_text(*query.posted_before),
                with([](auto& q) { q.posted_before.reset(); }));
  out << R"(<li class="all"><a id="clear" data-clears href=")"_html
      << list_address(without_filters(query), asked.scope) << R"(">Clear all</a></li></ul>)"_html;
  return out;
}

std::optional<std::string> tidy_address(std::span<const target_parameter> given,
                                        const page_request& asked) {
  for (const auto& parameter : given) {
    if (parameter.name != amount_parameter) continue;
    videos::period_query query = asked.query;
    query.min_gmv_cents = parameter.value ? cents_of(*parameter.value) : std::nullopt;
    return list_address(query, asked.scope);
  }
  return std::nullopt;
}

}  // namespace tidemark::host
