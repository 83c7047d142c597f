// SPDX-License-Identifier: BSL-1.0
#include "video_table.hpp"

#include <algorithm>

#include "../../output/format.hpp"
#include "address.hpp"
#include "display_text.hpp"
#include "frame.hpp"
#include "titles.hpp"

namespace tidemark::host {

namespace {

using videos::direction;
using videos::sort_field;

/// A heading that sorts by its column; a second time in the other direction.
html sort_head(const page_request& asked, sort_field field, html_literal css_class) {
  const auto word = videos::sort_words[static_cast<std::size_t>(field)];
  const bool sorted = asked.query.sort == field;
  const bool falls = sorted && asked.query.dir == direction::desc;
  videos::period_query query = asked.query;
  query.sort = field;
  query.dir = falls ? direction::asc : direction::desc;
  query.page = 1;
  html out;
  out << R"(<th scope="col" role="columnheader" class=")"_html << css_class << R"(")"_html;
  if (sorted && falls) out << R"( aria-sort="descending")"_html;
  if (sorted && !falls) out << R"( aria-sort="ascending")"_html;
  out << R"(><a id="sort-)"_html << word << R"(" href=")"_html << list_address(query, asked.scope)
      << R"(">)"_html << sort_titles[static_cast<std::size_t>(field)] << "</a></th>"_html;
  return out;
}

html head(const page_request& asked) {
  html out;
  out << R"(<thead role="rowgroup"><tr role="row">)"
         R"(<th scope="col" role="columnheader">Video</th>)"_html
      << sort_head(asked, sort_field::posted_at, "posted"_html);
  for (const auto field : {sort_field::gmv, sort_field::gpm, sort_field::views,
                           sort_field::items_sold, sort_field::ctr})
    out << sort_head(asked, field, "number"_html);
  out << "</tr></thead>"_html;
  return out;
}

/// A link to the list of videos with the same creator or hashtag.
html filter_link(const page_request& asked, videos::period_query query, std::string_view text) {
  query.page = 1;
  html out;
  out << R"(<a href=")"_html << list_address(query, asked.scope) << R"(")"_html
      << tooltip_of(text, 24) << ">"_html << text << "</a>"_html;
  return out;
}

html who_and_what(const page_request& asked, const videos::listed_video& video) {
  constexpr std::size_t tags_shown = 3;
  const std::string title = title_text(video.title, video.tiktok_video_id);
  html out;
  out << R"(<span class="what"><a class="title" dir="auto" href=")"_html
      << video_address(video.tiktok_video_id, asked.query, asked.scope) << R"(")"_html
      << tooltip_of(title, 60) << ">"_html << title << R"(</a><span class="about">)"_html;
  if (!video.username.empty()) {
    videos::period_query query = asked.query;
    query.creator = video.username;
    out << filter_link(asked, query, "@" + video.username);
  }
  if (video.duration) out << " <span>"_html << length_text(*video.duration) << "</span>"_html;
  if (video.hash_tags) {
    std::vector<std::string_view> listed;  // sources repeat tags, with and without #
    for (const std::string& tag : *video.hash_tags) {
      const auto name = std::string_view(tag).substr(tag.starts_with('#') ? 1 : 0);
      if (name.empty() || std::find(listed.begin(), listed.end(), name) != listed.end()) continue;
      if (listed.size() == tags_shown) break;
      listed.push_back(name);
      videos::period_query query = asked.query;
      // The query ignores one leading #, so that a name with its own # needs a second one.
      query.hashtag = (name.starts_with('#') ? "#" : "") + std::string(name);
      out << " "_html << filter_link(asked, query, "#" + std::string(name));
    }
  }
  out << "</span></span>"_html;
  return out;
}

/// A cell of the table; on a narrow page its label is shown before it.
html cell(html_literal css_class, std::string_view label, const html& content) {
  html out;
  out << R"(<td role="cell" class=")"_html << css_class << R"(" data-label=")"_html << label
      << R"(">)"_html << content << "</td>"_html;
  return out;
}

html number(std::string_view label, const std::string& text) {
  return cell("number"_html, label, html() << std::string_view(text));
}

html missing(html_literal css_class, std::string_view label) {
  return cell(css_class, label,
              html() << R"(<span class="none" title="Not known">–</span>)"_html);
}

/// The mark of an all-time GMV that is higher than the windows: the value that the list does not
/// show.
html mark(const page_request& asked, const std::string& currency, const shown_video& shown) {
  html out;
  if (asked.query.window_days) {
    if (shown.peak.all_time > shown.video.gmv_cents)
      out << R"(<span class="mark" title="The all-time value is higher than that of )"
             R"(this period">)"_html
          << "all-time "_html << amount(shown.peak.all_time, currency) << "</span>"_html;
  } else if (shown.peak.above_windows()) {
    out << R"(<span class="mark" title="The all-time value is higher than that of )"
           R"(every window">)"_html
        << "now "_html << amount(shown.peak.highest_in_windows, currency) << "</span>"_html;
  }
  return out;
}

html row(const page_request& asked, const std::string& currency, const shown_video& shown,
         bool with_thumbnails) {
  const auto& video = shown.video;
  html gmv;
  gmv << amount(video.gmv_cents, currency) << mark(asked, currency, shown);
  html out;
  out << R"(<tr role="row"><th scope="row" role="rowheader"><span class="video">)"_html
      << (with_thumbnails ? thumbnail(video.thumbnail_url) : html())
      << who_and_what(asked, video) << "</span></th>"_html;
  out << (video.posted_at
              ? cell("posted"_html, "Posted",
                     html() << R"(<time datetime=")"_html << to_rfc3339(*video.posted_at)
                            << R"(">)"_html << day_text(day_of(*video.posted_at))
                            << "</time>"_html)
              : missing("posted"_html, "Posted"))
      << cell("number gmv"_html, "GMV", gmv)
      << (video.gpm_cents ? number("GPM", amount(*video.gpm_cents, currency))
                          : missing("number"_html, "GPM"))
      << number("Views", grouped(video.views))
      << cell("number items"_html, "Items", html() << std::string_view(grouped(video.items_sold)))
      << (video.ctr ? number("CTR", percent_text(*video.ctr)) : missing("number"_html, "CTR"))
      << "</tr>\n"_html;
  return out;
}

/// Whether the numbers leave too little room for the videos, by the widths of their columns.
bool is_wide(const std::string& currency, const std::vector<shown_video>& shown) {
  constexpr std::size_t letters_max = 60;
  std::size_t gmv = 0, gpm = 0, views = 0, items = 0;
  for (const auto& [video, peak] : shown) {
    gmv = std::max({gmv, amount(video.gmv_cents, currency).size(),
                    amount(peak.all_time, currency).size()});
    gpm = std::max(gpm, amount(video.gpm_cents.value_or(0), currency).size());
    views = std::max(views, grouped(video.views).size());
    items = std::max(items, grouped(video.items_sold).size());
  }
  return gmv + gpm + views + items > letters_max;
}

}  // namespace

html tooltip_of(std::string_view text, std::size_t bytes_shown) {
  html out;
  if (text.size() > bytes_shown) out << R"( title=")"_html << text << R"(")"_html;
  return out;
}

html thumbnail(const std::optional<std::string>& url) {
  html out;
  out << R"(<span class="thumb">)"_html;
  // Only https addresses of pictures are loaded.
  if (url && url->starts_with("https://"))
    out << R"(<img src=")"_html << *url
        << R"(" alt="" width="42" height="56" loading="lazy" decoding="async" )"
           R"(referrerpolicy="no-referrer">)"_html;
  out << "</span>"_html;
  return out;
}

html video_table(const page_request& asked, const std::vector<shown_video>& shown) {
  const std::string currency = currency_of(asked);
  html out;
  out << R"(<div class="table)"_html;
  if (is_wide(currency, shown))
    out << R"( scrolls" id="table" role="region" aria-label="Videos" tabindex="0)"_html;
  out << R"("><table class="videos" role="table" aria-label="Videos, )"_html
      << period_title(asked.query.window_days) << R"(">)"_html << head(asked)
      << R"(<tbody role="rowgroup">)"_html;
  const bool with_thumbnails = std::any_of(shown.begin(), shown.end(), [](const auto& listed) {
    return listed.video.thumbnail_url.has_value();
  });
  for (const auto& listed : shown) out << row(asked, currency, listed, with_thumbnails);
  out << "</tbody></table></div>"_html;
  return out;
}

}  // namespace tidemark::host
