// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <tidemark/value/timestamp.hpp>
#include <tidemark/videos/period_query.hpp>

#include "../listing_parameters.hpp"
#include "../message.hpp"
#include "../reconnecting_storage.hpp"
#include "../target.hpp"

/// The pages at `/videos`. They work without the script, which only makes them faster.
namespace tidemark::host {

/// A request for a page.
struct page_request {
  served_scope scope;
  videos::period_query query;  ///< of the list; the page of one video links back to it
  bool signed_in = false;      ///< signing out is possible
  timestamp moment;            ///< now
};

/// The list of videos; status 503, with the same frame, if the storage does not answer.
http_response answer_list_page(reconnecting_storage& reader, const page_request& asked);

/// One video: its metrics side by side, and its snapshots as charts and as a table.
http_response answer_video_page(reconnecting_storage& reader, const page_request& asked,
                                const std::string& tiktok_video_id);

http_response not_found_page();

enum class login_state { wanted, refused };

/// The login page before the page that `request` asks for.
http_response login_page(const http_request& request, const request_target& target,
                         login_state state);

/// The address after a successful login.
std::string login_target(const request_target& target);

/// The address to redirect to if `given` comes from the page's form, whose amount is not in cents
/// and whose empty fields are ignored.
std::optional<std::string> tidy_address(std::span<const target_parameter> given,
                                        const page_request& asked);

http_response redirect(const std::string& location, unsigned status);

/// A file of the pages, by its name with the hash of its content.
http_response asset(const http_request& request, std::string_view name);

}  // namespace tidemark::host
