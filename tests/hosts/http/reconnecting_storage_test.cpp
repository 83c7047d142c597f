// SPDX-License-Identifier: BSL-1.0
#include <memory>
#include <string>
#include <vector>

#include <http/reconnecting_storage.hpp>

#include <memory/memory_storage.hpp>

#include "../../catch.hpp"

using namespace tidemark;

namespace {

/// Records events: `o` a storage is opened, `x` opening fails, `f` a question fails, `a` it is
/// answered.
struct noted {
  std::string happened;
  std::string openings;   ///< what becomes of each: `o` or `x`
  std::string questions;  ///< what becomes of each: `a` or `f`

  result<int> ask_with(host::reconnecting_storage& reader) {
    return reader.read([this](storage::backend&) -> result<int> {
      happened += next(questions);
      if (happened.back() == 'f') return failure("the connection is gone");
      return 7;
    });
  }
  host::storage_opener opener() {
    return [this]() -> result<plugin::plugged<storage::backend>> {
      happened += next(openings);
      if (happened.back() == 'x') return failure("nobody answers");
      return plugin::plugged<storage::backend>{nullptr, std::make_unique<memory::memory_storage>()};
    };
  }

 private:
  static char next(std::string& script) {
    const char first = script.front();
    script.erase(0, 1);
    return first;
  }
};

}  // namespace

TEST_CASE("a storage is opened once, and again after a failure") {
  struct {
    const char* name;
    const char* openings;
    const char* questions;
    int asked;  ///< how often the reader is asked
    const char* happened;
    const char* last_error;  ///< the error of the last question; empty: an answer
  } const cases[] = {
      {"it stays open", "o", "aaa", 3, "oaaa", ""},
      {"a storage that was open is tried again", "oo", "afa", 2, "oafoa", ""},
      {"a new storage is not opened again", "o", "f", 1, "of", "the connection is gone"},
      {"after a failure the next question opens it", "oo", "fa", 2, "ofoa", ""},
      {"a second failure is the answer", "oo", "aff", 2, "oafof", "the connection is gone"},
      {"an opening that failed is tried again by the next question", "xo", "a", 2, "xoa", ""},
      {"a lost storage that cannot be opened again", "ox", "af", 2, "oafx", "nobody answers"},
  };
  for (const auto& test : cases) {
    INFO(test.name);
    noted all{"", test.openings, test.questions};
    host::reconnecting_storage reader(all.opener());
    result<int> last = 0;
    for (int i = 0; i < test.asked; ++i) last = all.ask_with(reader);
    CHECK(all.happened == test.happened);
    if (*test.last_error) CHECK(last.error().message == test.last_error);
    else CHECK(last.value() == 7);
  }
}
