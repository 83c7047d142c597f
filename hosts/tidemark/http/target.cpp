// SPDX-License-Identifier: BSL-1.0
#include "target.hpp"

#include <algorithm>

#include <boost/url/encode.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/rfc/unreserved_chars.hpp>

#include <tidemark/value/ascii.hpp>
#include <tidemark/value/utf8.hpp>

#include "../query/period_parameters.hpp"

namespace tidemark::host {

namespace {

namespace urls = boost::urls;

/// Error (usage): `text` is not percent-encoded, or the decoded text is not UTF-8 without NUL.
result<std::string> decoded(std::string_view text, bool plus_is_space) {
  const auto checked =
      urls::make_pct_string_view(boost::core::string_view(text.data(), text.size()));
  if (!checked)
    return usage_error(in_quotes(text) + " is wrongly percent-encoded: write % as %25");
  urls::encoding_opts options;
  options.space_as_plus = plus_is_space;
  std::string plain = checked->decode(options);
  if (!is_storable_text(plain))
    return usage_error(in_quotes(plain) + " is not valid UTF-8, or contains NUL");
  return plain;
}

/// Removes the text before the first `mark` from `text`, and returns it; all of it if there is
/// none.
std::string_view take_until(std::string_view& text, char mark) {
  const auto at = text.find(mark);
  const auto head = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return head;
}

}  // namespace

std::vector<target_parameter> read_parameters(std::string_view text) {
  std::vector<target_parameter> found;
  while (!text.empty()) {
    auto value = take_until(text, '&');
    if (value.empty()) continue;  // `a=1&&b=2`, a stray `&` at the end
    const auto name = take_until(value, '=');
    auto plain_name = decoded(name, true);
    if (name.empty()) found.push_back({in_quotes("=" + std::string(value)),
                                       usage_error("a value without a name")});
    else if (plain_name) found.push_back({std::move(*plain_name), decoded(value, true)});
    else found.push_back({in_quotes(name), plain_name.error()});
  }
  return found;
}

std::optional<request_target> read_target(std::string_view text) {
  request_target target;
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (ascii_lower(text.substr(0, scheme.size())) != scheme) continue;
    text.remove_prefix(scheme.size());
    const auto end = std::min(text.find_first_of("/?"), text.size());
    if (end == 0) return std::nullopt;
    target.authority = text.substr(0, end);
    text.remove_prefix(end);
    break;
  }
  std::string_view path = take_until(text, '?');
  if (target.authority && path.empty()) path = "/";
  if (!path.starts_with('/')) return std::nullopt;
  path.remove_prefix(1);
  for (bool more = true; more;) {
    more = path.find('/') != std::string_view::npos;
    auto segment = decoded(take_until(path, '/'), false);
    if (!segment) return std::nullopt;
    target.path.push_back(std::move(*segment));
  }
  target.parameters = read_parameters(text);
  return target;
}

std::string percent_encoded(std::string_view text) {
  return urls::encode(boost::core::string_view(text.data(), text.size()), urls::unreserved_chars);
}

}  // namespace tidemark::host
