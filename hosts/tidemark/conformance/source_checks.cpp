// SPDX-License-Identifier: BSL-1.0
#include "source_checks.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fmt/core.h>

#include "child_process.hpp"
#include "error_checks.hpp"
#include "fetch_checks.hpp"

namespace tidemark::host {

namespace {

check_result check_exports(const plugin::file_marks& marks) {
  constexpr std::size_t shown_max = 3;
  if (marks.others.empty()) return {"exports", true, "manifest, stamp and fingerprint only"};
  std::string names;
  for (std::size_t i = 0; i < std::min(marks.others.size(), shown_max); ++i)
    names += (i == 0 ? "" : ", ") + marks.others[i];
  if (marks.others.size() > shown_max)
    names += fmt::format(" and {} more", marks.others.size() - shown_max);
  return {"exports", false,
          fmt::format("exports other symbols: {}; build it with tidemark_plugin()", names)};
}

check_result check_stdout(bool printed) {
  if (!printed) return {"stdout", true, "nothing is written to it"};
  return {"stdout", false,
          "writes to stdout, which belongs to the host; call sink.warning, or write to stderr"};
}

/// A check that runs with the plugin loaded; the first character of its answer is its outcome.
using plugin_check = std::function<check_result(const loaded_source&, const tested_plugin&)>;
constexpr char held = '+', broken = '-', misused = '?';

/// Runs `check` in a child; `printed` becomes true if the child wrote to stdout. Error (usage): the
/// options are wrong.
result<check_result> run_check(const std::string& name, const tested_plugin& plugin,
                               std::chrono::milliseconds limit, const plugin_check& check,
                               bool& printed) {
  const auto end = run_in_child(
      [&]() -> std::string {
        const auto loaded = load_source(plugin);
        if (!loaded)
          return (loaded.error().kind == error_kind::usage ? misused : broken) +
                 loaded.error().message;
        auto found = check(*loaded, plugin);
        return (found.ok ? held : broken) + loaded->secrets.redacted(std::move(found.detail));
      },
      limit);
  printed |= !end.printed.empty();
  if (!end.answered) return check_result{name, false, "the plugin " + end.text};
  const char how = end.text.empty() ? broken : end.text.front();
  const std::string detail = end.text.empty() ? "no answer" : end.text.substr(1);
  if (how == misused) return usage_error(detail);
  return check_result{name, how == held, detail};
}

check_result loads(const loaded_source& loaded, const tested_plugin&) {
  return {{}, true, fmt::format("{} {}", loaded.entry.name, loaded.entry.version)};
}

check_result creates(const loaded_source& loaded, const tested_plugin&) {
  const auto made = loaded.create();
  if (made) return {{}, true, "a source was created with the options"};
  return {{}, false, made.error().message};
}

struct named_check {
  const char* name;
  bool needed;  ///< the later checks depend on it
  plugin_check run;
};

const std::vector<named_check>& all_checks() {
  static const std::vector<named_check> checks{
      {"loads", true, loads},
      {"creates", true, creates},
      {"rows", true, check_rows},
      {"order", false, check_order},
      {"end", false, check_end},
      {"repeatability", false, check_repeatability},
      {"cancellation", false, check_cancellation},
      {"errors", false, check_errors},
      {"process", false, check_process},
      {"leaks", false, check_leaks},
  };
  return checks;
}

}  // namespace

result<std::vector<check_result>> check_source(const tested_plugin& plugin,
                                               std::chrono::milliseconds limit) {
  std::error_code code;
  if (!std::filesystem::exists(plugin.path, code))
    return usage_error(plugin.path.string() + ": no such file; name a plugin's .so file");
  std::vector<check_result> done;
  const auto marks = plugin::read_marks(plugin.path);
  const std::string refused = marks ? plugin::refusal(*marks) : marks.error().message;
  if (!refused.empty()) {
    done.push_back({"build", false, refused});
    return done;
  }
  done.push_back({"build", true, "matches this build of tidemark"});
  done.push_back(check_exports(*marks));
  bool printed = false;
  for (const auto& check : all_checks()) {
    auto found = run_check(check.name, plugin, limit, check.run, printed);
    if (!found) return found.error();
    found->name = check.name;
    const bool stop = check.needed && !found->ok;
    done.push_back(std::move(*found));
    if (stop) break;
  }
  done.push_back(check_stdout(printed));
  return done;
}

}  // namespace tidemark::host
