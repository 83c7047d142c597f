// SPDX-License-Identifier: BSL-1.0
#include <algorithm>

#include <fmt/core.h>

#include "../problem.hpp"
#include "assets.hpp"
#include "frame.hpp"
#include "pages.hpp"

namespace tidemark::host {

namespace {

/// In the address of the form, names the video whose page follows.
constexpr std::string_view video_parameter = "video";

std::string query_text(const std::vector<target_parameter>& parameters) {
  std::string text;
  for (const auto& parameter : parameters)
    if (parameter.value)
      text += (text.empty() ? "" : "&") + percent_encoded(parameter.name) + "=" +
              percent_encoded(*parameter.value);
  return text;
}

}  // namespace

http_response login_page(const http_request& request, const request_target& target,
                         login_state state) {
  auto parameters = target.parameters;
  if (target.path.size() == 2)
    parameters.push_back({std::string(video_parameter), target.path[1]});
  html main;
  main << R"(<div class="notice login"><h1>Sign in</h1>)"_html;
  if (state == login_state::refused)
    main << R"(<p role="alert" class="wrong" id="wrong">Wrong token. In the config it is )"
            R"(<code>daemon.auth_token</code>.</p>)"_html;
  else
    main << R"(<p>This page needs the token <code>daemon.auth_token</code> of the config. )"
            R"(It is asked for once in 30 days.</p>)"_html;
  main << R"(<form method="post" action="/videos/-/login?)"_html << query_text(parameters)
       << R"("><label class="field"><span>Token</span><input type="password" name="token" )"
          R"(required autofocus autocomplete="current-password")"_html;
  if (state == login_state::refused)
    main << R"( aria-invalid="true" aria-describedby="wrong")"_html;
  main << R"(></label><button class="button">Sign in</button></form></div>)"_html;
  html top;
  top << R"(<header class="top"><span class="logo"><img src="/videos/assets/)"_html
      << icon_asset.name << R"(" alt="" width="24" height="24"> tidemark</span></header>)"_html;
  auto answer = page_response(401, "Sign in", top, main);
  answer.fields = {{"WWW-Authenticate", "Bearer"}};
  // A link from another site sends no SameSite=Strict cookie; a refresh by the page itself does.
  if (request.fetch_site == "cross-site" && request.method == http_method::get)
    answer.fields.emplace_back("Refresh", "0");
  return answer;
}

std::string login_target(const request_target& target) {
  std::string path = "/videos";
  std::vector<target_parameter> rest;
  for (const auto& parameter : target.parameters) {
    if (parameter.name == video_parameter && parameter.value)
      path = "/videos/" + percent_encoded(*parameter.value);
    else rest.push_back(parameter);
  }
  const std::string query = query_text(rest);
  return query.empty() ? path : fmt::format("{}?{}", path, query);
}

http_response redirect(const std::string& location, unsigned status) {
  return {status, "", "", {{"Location", location}}};
}

http_response not_found_page() {
  html text;
  text << R"(<p><a class="button" href="/videos">See all videos</a></p>)"_html;
  html main;
  main << R"(<h1 class="unseen">Videos</h1>)"_html << notice("There is no such page", text);
  return page_response(404, "Not found", {}, main);
}

http_response asset(const http_request& request, std::string_view name) {
  for (const auto* asset : page_assets) {
    if (asset->name != name) continue;
    const std::string tag = fmt::format(R"("{}")", name);
    const bool known = request.if_none_match.find(tag) != std::string::npos;
    return {known ? 304u : 200u,
            std::string(asset->content_type),
            known ? "" : std::string(asset->content),
            {{"Cache-Control", "public, max-age=31536000, immutable"}, {"ETag", tag}}};
  }
  return to_response({404, "there is no such file; it may belong to another version", {}});
}

}  // namespace tidemark::host
