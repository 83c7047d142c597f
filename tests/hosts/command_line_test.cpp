// SPDX-License-Identifier: BSL-1.0
// The command as its users run it: every file of the folder $CASES is a list of cases, each a
// folder of files and a list of shell commands with the expected answers. $PRELUDE, if it is set,
// is a shell script that runs before each command.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <yaml-cpp/yaml.h>

#include "catch.hpp"

namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A folder with the files of one case, removed afterwards; readable for others, because some
/// commands run as another user.
class case_folder {
 public:
  explicit case_folder(const YAML::Node& files) {
    std::string pattern = (fs::temp_directory_path() / "tidemark-cli-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
    fs::permissions(path_, fs::perms::all);
    write("tidemark.yaml",
          "policy: " SHIPPED_POLICY
          "\nstorage: {plugin: sqlite, path: tidemark.db}\nbrands:\n  - id: 1\n    name: Example\n"
          "    sources: [{plugin: jsonl, path: \"{window}.jsonl\"}]\n");
    for (const auto& file : files)
      write(file.first.as<std::string>(), file.second.as<std::string>());
  }
  ~case_folder() {
    std::ifstream servers(path_ / ".servers");
    for (pid_t process = 0; servers >> process;) ::kill(process, SIGKILL);
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  case_folder(const case_folder&) = delete;
  case_folder& operator=(const case_folder&) = delete;

  const fs::path& path() const { return path_; }

 private:
  void write(const std::string& name, const std::string& content) {
    fs::create_directories((path_ / name).parent_path());
    std::ofstream(path_ / name, std::ios::binary) << content;
    if (name == "tokens.json")  // as the README tells their owner to keep them
      fs::permissions(path_ / name, fs::perms::owner_read | fs::perms::owner_write);
  }

  fs::path path_;
};

struct answer {
  int exit = -1;
  std::string out, err;
};

/// `mock ARGUMENT...` starts the server of tests/tiktok/mock for the rest of the case; its address
/// is then in the file `url`, the log of its requests in the file `log`.
constexpr const char* mock_function =
    "SAMPLES='" TIKTOK_SAMPLES "'\n"
    "mock() {\n"
    "  rm -f url log\n"
    "  '" TIKTOK_MOCK "' --log log \"$@\" >url 2>mock.err & echo $! >>.servers; disown\n"
    "  for i in $(seq 400); do [ -s url ] && return; sleep 0.05; done\n"
    "  cat mock.err >&2; return 1\n"
    "}\n";

/// Runs `command` with bash in `folder`; `tidemark` is the command under test.
answer run(const fs::path& folder, const std::string& command) {
  const char* const prelude_file = std::getenv("PRELUDE");
  const std::string prelude = prelude_file ? ". '" + std::string(prelude_file) + "'" : "";
  std::ofstream(folder / ".command") << "cd '" << folder.string() << "' || exit 99\n"
                                     << "tidemark() { " TIDEMARK " \"$@\"; }\n"
                                     // File permissions do not restrict root.
                                     << "as_user() { if [ \"$(id -u)\" = 0 ]; then setpriv "
                                        "--reuid=65534 --regid=65534 --clear-groups \"$@\"; else "
                                        "\"$@\"; fi; }\n"
                                     << "TIDEMARK='" TIDEMARK "'; export LC_ALL=C\n"
                                     << "export SHIPPED_POLICY='" SHIPPED_POLICY "'\n"
                                     << "PLUGINS='" PLUGINS "'; FIXTURES='" PLUGIN_FIXTURES "'\n"
                                     << "SANITIZED='" SANITIZED "'\n"
                                     << mock_function
                                     << "db() { psql -qAtX \"$TIDEMARK_TEST_POSTGRES\" \"$@\"; }\n"
                                     << prelude << "\n"
                                     << command << "\n";
  const std::string shell = "env -u TIDEMARK_CONFIG bash '" + (folder / ".command").string() +
                            "' </dev/null >'" + (folder / ".out").string() + "' 2>'" +
                            (folder / ".err").string() + "'";
  const int status = std::system(shell.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, content_of(folder / ".out"),
          content_of(folder / ".err")};
}

std::vector<std::string> texts(const YAML::Node& node) {
  if (!node.IsDefined()) return {};
  if (node.IsScalar()) return {node.as<std::string>()};
  return node.as<std::vector<std::string>>();
}

/// `text` with `{folder}` replaced by the case's folder.
std::string localised(std::string text, const fs::path& folder) {
  for (std::string::size_type at; (at = text.find("{folder}")) != std::string::npos;)
    text.replace(at, 8, folder.string());
  return text;
}

void check_step(const YAML::Node& step, const case_folder& folder) {
  const auto command = step["run"].as<std::string>();
  const answer found = run(folder.path(), command);
  INFO("$ " << command << "\nstdout:\n" << found.out << "\nstderr:\n" << found.err);
  CHECK(found.exit == (step["exit"] ? step["exit"].as<int>() : 0));
  for (const auto& text : texts(step["stdout"]))
    CHECK_THAT(found.out, Catch::Contains(localised(text, folder.path())));
  for (const auto& text : texts(step["stderr"]))
    CHECK_THAT(found.err, Catch::Contains(localised(text, folder.path())));
  for (const auto& text : texts(step["not_in_output"])) {
    CHECK_THAT(found.out, !Catch::Contains(text));
    CHECK_THAT(found.err, !Catch::Contains(text));
  }
  if (step["exact"]) CHECK(found.out == localised(step["exact"].as<std::string>(), folder.path()));
  if (!step["stderr"]) CHECK(found.err == "");
}

}  // namespace

TEST_CASE("the command answers as the cases expect") {
  std::vector<fs::path> files;
  const char* const cases = std::getenv("CASES");
  REQUIRE(cases != nullptr);
  for (const auto& entry : fs::directory_iterator(cases)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  REQUIRE(!files.empty());
  for (const auto& file : files) {
    for (const auto& test : YAML::LoadFile(file.string())["cases"]) {
      INFO(file.filename().string() << ": " << test["name"].as<std::string>());
      const case_folder folder(test["files"]);
      REQUIRE(test["steps"].size() > 0);
      for (const auto& step : test["steps"]) check_step(step, folder);
    }
  }
}
