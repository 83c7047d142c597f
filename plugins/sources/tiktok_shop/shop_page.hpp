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

/// One answer of the API, taken out of its envelope.
struct shop_page {
  std::int64_t code = 0;  ///< 0: success
  std::string message;
  std::string request_id;
  std::string next_page_token;  ///< empty, absent and null are the same: the list ends
  std::optional<std::int64_t> total_count;
  std::optional<date> latest_available_date;

  std::size_t row_count() const { return slices.size(); }

  /// The JSON text of one row; valid as long as this object does not change.
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
/// that the whole body is valid JSON, the rows included, so that a page that came damaged can be
/// asked for again before one of its rows is used. `code` is judged first: with any other than 0 it
/// is an error of the API, whatever `data` and the other members are. A success says which videos
/// there are: `data` or `data.videos` may be null, and `videos` absent when `total_count` is 0.
/// What a row holds is not looked at; a lone surrogate, valid as JSON, is left to the rows' rules.
boost::system::result<shop_page, malformed_page> read_page(std::string body);

}  // namespace tidemark::source::tiktok
