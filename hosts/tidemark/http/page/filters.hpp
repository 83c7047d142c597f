// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "html.hpp"
#include "pages.hpp"

namespace tidemark::host {

/// The periods to choose from, as links.
html period_switch(const page_request& asked);

/// The form that filters and sorts. It sends every field; `tidy_address` makes the address.
html filter_form(const page_request& asked);

/// The filters in use, each with a link to the list without it. Empty when there are none.
html filters_in_use(const page_request& asked);

/// `query` without its filters.
videos::period_query without_filters(videos::period_query query);

}  // namespace tidemark::host
