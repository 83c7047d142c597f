// SPDX-License-Identifier: BSL-1.0
#include <memory>
#include <string>
#include <vector>

#include <http/storage_reader.hpp>

#include <memory/memory_storage.hpp>

#include "../../catch.hpp"

using namespace tidemark;

namespace {

/// Notes what happens: `o` a storage is opened, `x` it cannot be, `f` a question fails, `a` is
/// answered.
struct noted {
  std::string happened;
  std::string openings;   ///< what becomes of each: `o` or `x`
  std::string questions;  ///< what becomes of each: `a` or `f`

  result<int> ask_with(host::storage_reader& reader) {
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
      return plugin::plugged<storage::backend>{nullptr,
                                               std::make_unique<memory::memory_storage>()};
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

TEST_CASE("a storage is opened once, and again when it failed") {
  struct {
    const char* name;
    const char* openings;
    const char* questions;
    int asked;              ///< how often the reader is asked
    const char* happened;
    const char* last_said;  ///< the error of the last question; empty: an answer
  } const cases[] = {
      {"it stays open", "o", "aaa", 3, "oaaa", ""},
      {"one that was open is tried again", "oo", "afa", 2, "oafoa", ""},
      {"one that is new is not", "o", "f", 1, "of", "the connection is gone"},
      {"after a failure the next question opens it", "oo", "fa", 2, "ofoa", ""},
      {"a second failure is the answer", "oo", "aff", 2, "oafof", "the connection is gone"},
      {"what cannot be opened is tried by the next question", "xo", "a", 2, "xoa", ""},
      {"what has gone and cannot be opened", "ox", "af", 2, "oafx", "nobody answers"},
  };
  for (const auto& one : cases) {
    INFO(one.name);
    noted all{"", one.openings, one.questions};
    host::storage_reader reader(all.opener());
    result<int> last = 0;
    for (int i = 0; i < one.asked; ++i) last = all.ask_with(reader);
    CHECK(all.happened == one.happened);
    if (*one.last_said) CHECK(last.error().message == one.last_said);
    else CHECK(last.value() == 7);
  }
}
