// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tidemark/value/timestamp.hpp>

#include "message.hpp"
#include "problem.hpp"

namespace tidemark::host {

/// Access control: hosts/tidemark/http/README.md, "Who may ask".
///
/// With a token, a request sends it as `Authorization: Bearer TOKEN`. The page keeps a ticket
/// derived from it in a cookie, which permits reading only. The cookie's name depends on the token,
/// because cookies ignore ports, and several daemons of a machine may have different tokens.
/// Without a token, every client that can reach the server may ask; on a loopback address only with
/// a `Host` that no other site can have. Immutable and thread-safe.
class access_guard {
 public:
  static constexpr std::int64_t ticket_days = 30;

  /// An empty `token` means that none is needed. `loopback`: the server listens on a loopback
  /// address.
  access_guard(std::string token, bool loopback);

  bool wants_token() const { return !token_.empty(); }

  /// Whether `request` has the token, or only reads and has a ticket that is valid at `moment`.
  bool permits(const http_request& request, timestamp moment) const;

  /// Whether `offered` is the token, in a time that does not depend on it.
  bool is_token(std::string_view offered) const;

  /// The value of `Set-Cookie` for a new ticket. `Secure` if a proxy says that the request used
  /// https.
  std::string ticket_cookie(const http_request& request, timestamp moment) const;

  /// The value of `Set-Cookie` that removes the ticket of `request`. Nothing if it has none,
  /// because only who knows the token may learn the cookie's name.
  std::optional<std::string> no_ticket_cookie(const http_request& request) const;

  /// Why the `Host` of a request is refused: without a token, a page of another site whose name
  /// resolves to this machine could read everything (DNS rebinding). Browsers always send a `Host`.
  std::optional<problem> refuse_host(const http_request& request) const;

  /// Why a request that changes something is refused: it comes from a page of another site.
  static std::optional<problem> refuse_other_site(const http_request& request);

 private:
  std::string ticket(timestamp expires) const;
  bool is_ticket(std::string_view offered, timestamp moment) const;

  std::string token_;
  std::string cookie_name_;
  bool loopback_;
};

}  // namespace tidemark::host
