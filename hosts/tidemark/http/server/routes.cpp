// SPDX-License-Identifier: BSL-1.0
#include "routes.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/core.h>

#include "../api.hpp"
#include "../listing_parameters.hpp"
#include "../page/pages.hpp"
#include "../problem.hpp"
#include "../target.hpp"

namespace tidemark::host {

namespace {

using path = std::vector<std::string>;

routed method_refused(std::string_view allowed) {
  auto answer = to_response({405, fmt::format("this address accepts only {}", allowed), {}});
  answer.fields.emplace_back("Allow", allowed);
  return answer;
}

/// The query of a target, with its question mark; empty if there is none.
std::string query_of(const std::string& target) {
  const auto at = target.find('?');
  return at == std::string::npos ? "" : target.substr(at);
}

bool is_read(const http_request& request) {
  return request.method == http_method::get || request.method == http_method::head;
}

/// Finds the answer to one request.
class routing {
 public:
  routing(const http_request& request, request_target target, const access_guard& guard,
          daemon_control& daemon, timestamp moment)
      : request_(request), target_(std::move(target)), guard_(guard), daemon_(daemon),
        moment_(moment) {}

  routed decide() {
    if (auto open = open_to_all()) return std::move(*open);
    if (!guard_.permits(request_, moment_)) {
      if (is_page()) return login_page(request_, target_, login_state::wanted);
      return to_response({401, "send the token of daemon.auth_token as Authorization: Bearer", {}});
    }
    if (is(path{""})) return read([&] { return redirect("/videos", 302); });
    if (is(path{"metrics"})) return read([&] { return metrics(); });
    if (is(path{"videos"})) return read([&] { return list_page(); });
    if (is(path{"api", "videos"})) return read([&] { return api_videos(); });
    if (is(path{"api", "runs"})) return read([&] { return api_runs(); });
    if (is(path{"api", "sync"})) return write([&] { return api_sync(); });
    if (is(path{"-", "reload"})) return write([&] { return reload(); });
    if (target_.path.size() == 4 && is_under("api", "videos") && target_.path[3] == "history")
      return read([&] { return api_history(); });
    if (target_.path.size() == 2 && target_.path[0] == "videos" && !target_.path[1].empty())
      return read([&] { return video_page(); });
    if (is_page()) return not_found_page();
    return to_response({404, "there is nothing at this address", {}});
  }

 private:
  bool is(const path& wanted) const { return target_.path == wanted; }
  bool is_under(std::string_view first, std::string_view second) const {
    return target_.path[0] == first && target_.path[1] == second;
  }
  bool is_page() const { return target_.path[0] == "videos" || is(path{""}); }

  template <typename Answer>
  routed read(const Answer& answer) const {
    return is_read(request_) ? routed(answer()) : method_refused("GET, HEAD");
  }

  template <typename Answer>
  routed write(const Answer& answer) const {
    if (request_.method != http_method::post) return method_refused("POST");
    if (const auto refused = access_guard::refuse_other_site(request_))
      return to_response(*refused);
    return routed(answer());
  }

  /// The target of a form. Opening it in a browser leads to `elsewhere`.
  template <typename Answer>
  routed form(const std::string& elsewhere, const Answer& answer) const {
    if (is_read(request_)) return redirect(elsewhere, 303);
    if (request_.method != http_method::post) return method_refused("GET, HEAD, POST");
    return write(answer);
  }

  /// Addresses that need no token: health, the files of the page, and login.
  std::optional<routed> open_to_all() {
    if (is(path{"healthz"}))
      return read([] { return http_response{200, "text/plain; charset=utf-8", "ok\n"}; });
    if (is(path{"readyz"})) return read([&] { return ready(); });
    if (target_.path.size() == 3 && is_under("videos", "assets"))
      return read([&] { return asset(request_, target_.path[2]); });
    if (is(path{"videos", "-", "login"}))
      return form(login_target(target_), [&] { return login(); });
    if (is(path{"videos", "-", "logout"})) return form("/videos", [&] { return logout(); });
    if (is(path{"videos", ""}))
      return read([&] { return redirect("/videos" + query_of(request_.target), 308); });
    return std::nullopt;
  }

  served_scope scope() const { return {daemon_.brands(), daemon_.windows()}; }

  routed ready() const {
    if (const auto takes_work = daemon_.ready(); !takes_work)
      return to_response({503, takes_work.error().message, {}});
    const bool trusted = guard_.permits(request_, moment_);
    return storage_job{
        [trusted](reconnecting_storage& reader) { return answer_ready(reader, trusted); }};
  }
  routed metrics() const {
    return control_job{[&daemon = daemon_] { return answer_metrics(daemon); }};
  }
  routed reload() const {
    if (!target_.parameters.empty()) return no_parameters();
    return control_job{[&daemon = daemon_] { return answer_reload(daemon); }};
  }
  routed no_parameters() const {
    return to_response(invalid(target_.parameters.front().name,
                               "is not a parameter of this address, which has none"));
  }

  routed login() const {
    for (const auto& parameter : read_parameters(request_.body)) {
      if (parameter.name != "token" || !parameter.value || !guard_.is_token(*parameter.value))
        continue;
      auto answer = redirect(login_target(target_), 303);
      answer.fields.emplace_back("Set-Cookie", guard_.ticket_cookie(request_, moment_));
      return answer;
    }
    if (!guard_.wants_token()) return redirect("/videos", 303);
    return login_page(request_, target_, login_state::refused);
  }
  routed logout() const {
    auto answer = redirect("/videos", 303);
    answer.fields.emplace_back("Clear-Site-Data", "\"cache\"");
    if (auto none = guard_.no_ticket_cookie(request_))
      answer.fields.emplace_back("Set-Cookie", std::move(*none));
    return answer;
  }

  routed api_videos() const {
    const auto known = scope();
    const auto query = read_strictly(target_.parameters, known);
    if (!query) return to_response(query.error());
    return storage_job{[query = *query, windows = known.windows](reconnecting_storage& reader) {
                         return answer_videos(reader, query, windows);
                       },
                       looks_at_all(*query)};
  }

  /// The required brand, or the answer that it is missing or invalid.
  std::variant<std::int64_t, http_response> wanted_brand(const served_scope& known) const {
    const auto brand = read_brand_only(target_.parameters, known);
    if (!brand) return to_response(brand.error());
    if (!*brand) return to_response(invalid("brand", "is required"));
    return **brand;
  }

  routed api_history() const {
    const auto brand = wanted_brand(scope());
    if (const auto* wrong = std::get_if<http_response>(&brand)) return *wrong;
    return storage_job{[brand_id = std::get<std::int64_t>(brand),
                        id = target_.path[2]](reconnecting_storage& reader) {
      return answer_history(reader, brand_id, id);
    }};
  }
  routed api_sync() const {
    const auto brand = wanted_brand(scope());
    if (const auto* wrong = std::get_if<http_response>(&brand)) return *wrong;
    return control_job{[&daemon = daemon_, brand_id = std::get<std::int64_t>(brand)] {
      return answer_sync(daemon, brand_id);
    }};
  }
  routed api_runs() const {
    const auto brand = read_brand_only(target_.parameters, scope());
    if (!brand) return to_response(brand.error());
    return storage_job{
        [brand = *brand](reconnecting_storage& reader) { return answer_runs(reader, brand); }};
  }

  page_request asked_page() const {
    auto known = scope();
    auto query = read_leniently(target_.parameters, known);
    return {std::move(known), std::move(query), guard_.wants_token(), moment_};
  }
  /// A page that waits for the storage. With a token, the browser does not keep it, so that it
  /// cannot be seen after signing out.
  template <typename Answer>
  storage_job page(Answer answer, bool at_all = false) const {
    return {
        [answer = std::move(answer), locked = guard_.wants_token()](reconnecting_storage& reader) {
          auto made = answer(reader);
          if (!locked) made.fields.emplace_back("Cache-Control", "private, no-cache");
          return made;
        },
        at_all};
  }
  routed list_page() const {
    auto asked = asked_page();
    if (auto tidy = tidy_address(target_.parameters, asked)) return redirect(*tidy, 303);
    const bool at_all = looks_at_all(asked.query);
    return page([asked = std::move(asked)](
                    reconnecting_storage& reader) { return answer_list_page(reader, asked); },
                at_all);
  }
  routed video_page() const {
    return page([asked = asked_page(), id = target_.path[1]](reconnecting_storage& reader) {
      return answer_video_page(reader, asked, id);
    });
  }

  const http_request& request_;
  const request_target target_;
  const access_guard& guard_;
  daemon_control& daemon_;
  const timestamp moment_;
};

}  // namespace

routed route(const http_request& request, const access_guard& guard, daemon_control& daemon,
             timestamp moment) {
  auto target = read_target(request.target);
  if (!target) return to_response({400, "the path is invalid, or is wrongly percent-encoded", {}});
  http_request meant = request;
  if (target->authority) meant.host = *target->authority;
  if (const auto refused = guard.refuse_host(meant)) return to_response(*refused);
  return routing(meant, std::move(*target), guard, daemon, moment).decide();
}

http_response with_standard_fields(http_response answer) {
  const auto has = [&](std::string_view name) {
    return std::any_of(answer.fields.begin(), answer.fields.end(),
                       [&](const auto& field) { return field.first == name; });
  };
  auto& fields = answer.fields;
  fields.emplace_back("X-Content-Type-Options", "nosniff");
  fields.emplace_back("Referrer-Policy", "same-origin");
  fields.emplace_back("Cross-Origin-Resource-Policy", "same-origin");
  fields.emplace_back(
      "Content-Security-Policy",
      answer.content_type == html_type
          ? "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' https:; "
            "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
          : "default-src 'none'; frame-ancestors 'none'");
  if (!has("Cache-Control")) fields.emplace_back("Cache-Control", "no-store");
  return answer;
}

}  // namespace tidemark::host
