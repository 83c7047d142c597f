// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <boost/system/result.hpp>

#include <tidemark/value/date.hpp>

namespace tidemark::source::tiktok {

/// The content of one answer of the API.
struct shop_page {
  std::int64_t code = 0;  ///< 0: success
  std::string message;
  std::string request_id;
  std::string next_page_token;  ///< empty, absent and null are the same: the list ends
  std::optional<std::int64_t> total_count;
  std::optional<date> latest_available_date;

  std::size_t row_count() const { return slices.size(); }

  /// The JSON text of one row; valid until this object changes.
  std::string_view row(std::size_t index) const {
    return std::string_view(body).substr(slices[index].begin, slices[index].size);
  }

  /// Where a row is in `body`.
  struct slice {
    std::size_t begin = 0, size = 0;
  };
  std::string body;
  std::vector<slice> slices;
};

/// Why a body is not an answer of the API.
struct malformed_page {
  std::string reason;
};
[[noreturn]] inline void throw_exception_from_error(const malformed_page& what,
                                                    const boost::source_location&) {
  throw std::runtime_error(what.reason);
}

/// Reads the envelope {code, message, request_id, data{videos, next_page_token, ...}} and checks
/// that the whole body is valid JSON, the rows included, so that a damaged page can be requested
/// again before any of its rows is used. `code` is checked first: any other than 0 is an error of
/// the API, with any `data` and other members. A success has a list of videos: `data` or
/// `data.videos` may be null, and `videos` absent if `total_count` is 0. The content of rows is not
/// checked; a lone surrogate, valid as JSON, is left to the rows' rules.
boost::system::result<shop_page, malformed_page> read_page(std::string body);

}  // namespace tidemark::source::tiktok
