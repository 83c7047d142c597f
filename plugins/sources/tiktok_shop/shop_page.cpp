// SPDX-License-Identifier: BSL-1.0
#include "shop_page.hpp"

#include <utility>

#include <fmt/core.h>
#include <simdjson.h>

#include <tidemark/value/decimal.hpp>
#include <tidemark/videos/row_number.hpp>

namespace tidemark::source::tiktok {

namespace {

namespace ondemand = simdjson::ondemand;
using ondemand::json_type;
using simdjson::error_code;

/// Deeper than any row may be; a row nested deeper than its rule allows is rejected later.
constexpr std::size_t depth_max = 900;

std::string_view without_space(std::string_view token) {
  const std::size_t last = token.find_last_not_of(" \t\n\r");
  return token.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

/// Whether all escapes in a string exist. `text` begins after its first quote and is closed.
error_code check_escapes(std::string_view text) {
  for (std::size_t i = 0; i < text.size() && text[i] != '"'; ++i) {
    if (text[i] != '\\') continue;
    if (++i == text.size()) return simdjson::STRING_ERROR;
    if (text[i] != 'u') {
      if (std::string_view("\"\\/bfnrt").find(text[i]) == std::string_view::npos)
        return simdjson::STRING_ERROR;
      continue;
    }
    for (int digit = 0; digit < 4; ++digit)
      if (++i == text.size() ||
          std::string_view("0123456789abcdefABCDEF").find(text[i]) == std::string_view::npos)
        return simdjson::STRING_ERROR;
  }
  return simdjson::SUCCESS;
}

error_code check_scalar(std::string_view token) {
  token = without_space(token);
  if (token.starts_with('"')) return check_escapes(token.substr(1));
  if (token == "null" || token == "true" || token == "false") return simdjson::SUCCESS;
  const auto number = tidemark::detail::split_decimal(token, decimal_form::scientific);
  const bool fine = number && (number->integer.size() == 1 || number->integer.front() != '0');
  return fine ? simdjson::SUCCESS : simdjson::TAPE_ERROR;
}

/// Visits a value with everything in it: the parser checks only what is visited.
error_code check_value(ondemand::value value, const char* end, std::size_t depth) {
  json_type type{};
  if (const auto code = value.type().get(type)) return code;
  if (type != json_type::array && type != json_type::object)
    return check_scalar(value.raw_json_token());
  if (depth == depth_max) return simdjson::DEPTH_ERROR;
  if (type == json_type::array) {
    ondemand::array array;
    if (const auto code = value.get_array().get(array)) return code;
    for (auto element : array) {
      ondemand::value inner;
      if (const auto code = element.get(inner)) return code;
      if (const auto code = check_value(inner, end, depth + 1)) return code;
    }
    return simdjson::SUCCESS;
  }
  ondemand::object object;
  if (const auto code = value.get_object().get(object)) return code;
  for (auto field : object) {
    ondemand::raw_json_string name;
    ondemand::value inner;
    if (const auto code = field.key().get(name)) return code;
    const std::string_view from_name(name.raw(), static_cast<std::size_t>(end - name.raw()));
    if (const auto code = check_escapes(from_name)) return code;
    if (const auto code = field.value().get(inner)) return code;
    if (const auto code = check_value(inner, end, depth + 1)) return code;
  }
  return simdjson::SUCCESS;
}

error_code check_document(ondemand::document& document, const char* end) {
  ondemand::value whole;
  if (const auto code = document.get_value().get(whole)) return code;
  if (const auto code = check_value(whole, end, 1)) return code;
  const char* rest = nullptr;  // at the end of the text, there is no position
  return document.current_location().get(rest) == simdjson::SUCCESS ? simdjson::TRAILING_CONTENT
                                                                    : simdjson::SUCCESS;
}

bool is_null(ondemand::value value) { return without_space(value.raw_json_token()) == "null"; }

/// What is wrong, in a few words: the parser's own messages are for its callers.
const char* words_of(error_code code) {
  switch (code) {
    case simdjson::EMPTY: return "it is empty";
    case simdjson::UTF8_ERROR: return "it is not UTF-8";
    case simdjson::DEPTH_ERROR: return "it is nested too deep";
    case simdjson::STRING_ERROR:
    case simdjson::UNCLOSED_STRING: return "a string in it is damaged";
    case simdjson::NUMBER_ERROR: return "a number in it is damaged";
    default: return "its structure is damaged";
  }
}

/// A string; null is an empty one. False: it is neither.
bool read_text(ondemand::value value, std::string& into) {
  into.clear();
  if (is_null(value)) return true;
  std::string_view text;
  if (value.get_string().get(text) != simdjson::SUCCESS) return false;
  into.assign(text);
  return true;
}

std::optional<std::int64_t> read_number(ondemand::value value) {
  const auto parsed = videos::parse_integer(without_space(value.raw_json_token()));
  return parsed.error ? std::nullopt : std::optional(parsed.number);
}

std::string_view raw_of(ondemand::value value, json_type type) {
  std::string_view text;
  if (type == json_type::object) {
    ondemand::object object;
    if (value.get_object().get(object) == simdjson::SUCCESS)
      text = object.raw_json().value_unsafe();
  } else if (type == json_type::array) {
    ondemand::array array;
    if (value.get_array().get(array) == simdjson::SUCCESS) text = array.raw_json().value_unsafe();
  } else {
    text = value.raw_json_token();
  }
  return without_space(text);
}

/// The name of the first member that is not as the API documents it; empty if all are.
using wrong_member = std::string_view;

wrong_member read_rows(ondemand::value value, shop_page& page) {
  if (is_null(value)) return {};
  ondemand::array rows;
  if (value.get_array().get(rows) != simdjson::SUCCESS) return "data.videos";
  for (auto element : rows) {
    ondemand::value row;
    json_type type{};
    if (element.get(row) != simdjson::SUCCESS || row.type().get(type) != simdjson::SUCCESS)
      return "data.videos";
    const std::string_view text = raw_of(row, type);
    page.slices.push_back(
        {static_cast<std::size_t>(text.data() - page.body.data()), text.size()});
  }
  return {};
}

/// Sets `listed` to whether it has a list of videos, which may be empty.
wrong_member read_data(ondemand::value value, shop_page& page, bool& listed) {
  listed = is_null(value);
  if (listed) return {};
  ondemand::object data;
  if (value.get_object().get(data) != simdjson::SUCCESS) return "data";
  for (auto field : data) {
    std::string_view name;
    ondemand::value member;
    if (field.unescaped_key().get(name) != simdjson::SUCCESS ||
        field.value().get(member) != simdjson::SUCCESS)
      return "data";
    if (name == "videos") {
      listed = true;
      if (const auto wrong = read_rows(member, page); !wrong.empty()) return wrong;
    } else if (name == "next_page_token") {
      if (!read_text(member, page.next_page_token)) return "data.next_page_token";
    } else if (name == "total_count") {
      page.total_count = read_number(member);
      listed |= page.total_count == 0;
    } else if (name == "latest_available_date") {
      std::string day;
      if (read_text(member, day)) page.latest_available_date = parse_date(day);
    }
  }
  return {};
}

/// Calls `use(name, value)` for each member; false: the answer is not an object.
template <typename Use>
bool for_each_member(ondemand::document& document, Use use) {
  document.rewind();
  ondemand::object whole;
  if (document.get_object().get(whole) != simdjson::SUCCESS) return false;
  for (auto field : whole) {
    std::string_view name;
    ondemand::value member;
    if (field.unescaped_key().get(name) != simdjson::SUCCESS ||
        field.value().get(member) != simdjson::SUCCESS)
      return false;
    use(name, member);
  }
  return true;
}

/// Reads `code` and its message, in any order. With an error, everything else may be of any kind,
/// because it is not used.
wrong_member read_verdict(ondemand::document& document, shop_page& page) {
  wrong_member no_code = "code", no_text;
  const auto read = [&](std::string_view name, ondemand::value value, std::string& into) {
    if (!read_text(value, into)) no_text = name;
  };
  const bool is_object =
      for_each_member(document, [&](std::string_view name, ondemand::value member) {
        if (name == "code") {
          const auto code = read_number(member);
          no_code = code ? wrong_member() : "code";
          page.code = code.value_or(0);
        } else if (name == "message") {
          read("message", member, page.message);
        } else if (name == "request_id") {
          read("request_id", member, page.request_id);
        }
      });
  if (!is_object) return "the answer itself";
  if (!no_code.empty()) return no_code;
  return page.code == 0 ? no_text : wrong_member();
}

/// Reads `data` of a success.
wrong_member read_success(ondemand::document& document, shop_page& page) {
  bool has_data = false, listed = false;
  wrong_member wrong;
  const bool is_object =
      for_each_member(document, [&](std::string_view name, ondemand::value member) {
        if (name != "data" || !wrong.empty()) return;
        has_data = true;
        wrong = read_data(member, page, listed);
      });
  if (!is_object) return "the answer itself";
  if (!wrong.empty()) return wrong;
  if (!has_data) return "data";
  return listed ? wrong_member() : "data.videos";
}

wrong_member read_envelope(ondemand::document& document, shop_page& page) {
  const auto wrong = read_verdict(document, page);
  return !wrong.empty() || page.code != 0 ? wrong : read_success(document, page);
}

}  // namespace

boost::system::result<shop_page, malformed_page> read_page(std::string body) {
  shop_page page;
  page.body = std::move(body);
  page.body.reserve(page.body.size() + simdjson::SIMDJSON_PADDING);
  ondemand::parser parser;
  ondemand::document document;
  auto code = parser.iterate(page.body.data(), page.body.size(), page.body.capacity())
                  .get(document);
  if (code == simdjson::SUCCESS)
    code = check_document(document, page.body.data() + page.body.size());
  if (code != simdjson::SUCCESS)
    return malformed_page{std::string("the answer is not valid JSON: ") + words_of(code)};
  if (const auto wrong = read_envelope(document, page); !wrong.empty())
    return malformed_page{fmt::format(
        "the answer does not have the API's form: {} is missing or of the wrong type", wrong)};
  return page;
}

}  // namespace tidemark::source::tiktok
