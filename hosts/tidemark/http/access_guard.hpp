// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <tidemark/value/timestamp.hpp>

#include "message.hpp"
#include "problem.hpp"

namespace tidemark::host {

/// Who may ask what (SPEC section 12).
///
/// With a token, a request shows it as `Authorization: Bearer TOKEN`. The page keeps a ticket made
/// from it in a cookie, which opens what only reads; the cookie is named after the token, because
/// cookies know no port, and several daemons of a machine may have tokens of their own. Without a
/// token everybody who reaches the server may ask; then, on a loopback address, only under a name
/// that no other site can have.
/// Immutable; for all threads.
class access_guard {
 public:
  static constexpr std::int64_t ticket_days = 30;

  /// `token` may be empty: then none is wanted. `loopback`: the server listens there.
  access_guard(std::string token, bool loopback);

  bool wants_token() const { return !token_.empty(); }

  /// Whether `request` shows the token, or reads with a ticket that is valid at `moment`.
  bool permits(const http_request& request, timestamp moment) const;

  /// Whether `offered` is the token; takes the same time whatever it is.
  bool is_token(std::string_view offered) const;

  /// The value of `Set-Cookie` for a new ticket. `Secure` when a proxy says that it was asked by
  /// https.
  std::string ticket_cookie(const http_request& request, timestamp moment) const;

  /// The value of `Set-Cookie` that takes the ticket of `request` away; nothing when it has none:
  /// the name of the cookie is for those who know the token.
  std::optional<std::string> no_ticket_cookie(const http_request& request) const;

  /// Why the `Host` of a request is refused: without a token, a page of another site whose name
  /// was made to lead here would be taken for our own. A request without one is of no browser.
  std::optional<problem> refuse_host(const http_request& request) const;

  /// Why a request that changes something is refused: a page of another site sends it.
  static std::optional<problem> refuse_other_site(const http_request& request);

 private:
  std::string ticket(timestamp expires) const;
  bool is_ticket(std::string_view offered, timestamp moment) const;

  std::string token_;
  std::string cookie_name_;
  bool loopback_;
};

}  // namespace tidemark::host
