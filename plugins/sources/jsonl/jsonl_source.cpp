// SPDX-License-Identifier: BSL-1.0
#include "jsonl_source.hpp"

#include <exception>
#include <string>

#include <fmt/core.h>

#include "../file/line_reader.hpp"
#include "../file/text_encoding.hpp"
#include "../json/deliver_rows.hpp"

namespace tidemark::source {

result<void> jsonl_source::fetch(const fetch_request& request, row_sink& sink) {
  const std::string path = origin(request);
  try {
    auto lines = line_reader::open(path, [&] { return sink.go_on(); });
    if (!lines) return lines.error();
    const auto first_bytes = lines->peek(encoding_bytes_max);
    if (!first_bytes) return first_bytes.error();
    if (const auto form = utf16_form(*first_bytes))
      return failure(fmt::format(
          "{0}: is {1} text, not UTF-8; convert it, with: iconv -f {1} -t UTF-8", path, *form));
    const auto count =
        deliver_rows(*lines, {request.brand_id, request.currency, clock_.get()}, sink);
    if (!count) return count.error();
    if (*count == 0) sink.warning(path + ": the file is empty: no rows");
    return {};
  } catch (const std::exception& problem) {
    return failure(fmt::format("{}: {}", path, problem.what()));
  }
}

}  // namespace tidemark::source
