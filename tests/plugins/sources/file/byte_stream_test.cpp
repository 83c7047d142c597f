// SPDX-License-Identifier: BSL-1.0
#include <file/byte_stream.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include <catch.hpp>

#include "../temporary_folder.hpp"

using namespace tidemark;
using namespace tidemark::source;
using test::gzipped;

namespace {

/// All bytes of the file, read in steps of `step`, or the error.
std::string read_all(const std::string& path, std::size_t step) {
  auto stream = byte_stream::open(path);
  if (!stream) return "error: " + stream.error().message;
  std::string all;
  std::string part(step, '\0');
  while (true) {
    const auto count = stream->read(part.data(), step);
    if (!count) return "error: " + count.error().message;
    if (*count == 0) return all;
    all.append(part, 0, *count);
  }
}

std::string followed_by_other_bytes(std::size_t offset) {
  return "the gzip data is followed by other bytes, from byte offset " + std::to_string(offset) +
         " on; fetch the file again, or cut them off";
}

}  // namespace

TEST_CASE("a file's bytes are read, and decompressed if its name ends in .gz") {
  const test::temporary_folder folder;
  std::string large;
  for (int i = 0; i < 200'000; ++i) large += std::to_string(i * 7919);
  struct { const char* name; const char* file; std::string content, expected; } const cases[] = {
      {"plain", "a", "abc", "abc"},
      {"empty", "a", "", ""},
      {"one byte of the gzip mark", "a", "\x1F", "\x1F"},
      {"gzip", "a.gz", gzipped("abc"), "abc"},
      {"gzip of nothing", "a.gz", gzipped(""), ""},
      {"members one after the other", "a.gz", gzipped("ab") + gzipped("") + gzipped("cd"), "abcd"},
      {"large", "a", large, large},
      {"large gzip", "a.gz", gzipped(large) + gzipped("end"), large + "end"},
  };
  for (const auto& [name, file, content, expected] : cases) {
    INFO(name);
    const auto path = folder.write(file, content);
    for (const std::size_t step : {1u, 7u, 262'144u})
      if (step > 1 || content.size() < 1000) CHECK(read_all(path, step) == expected);
  }
}

TEST_CASE("anything but a readable file is refused when it is opened") {
  const test::temporary_folder folder;
  REQUIRE(mkfifo(folder.path("pipe").c_str(), 0600) == 0);
  std::filesystem::create_symlink("loop", folder.path("loop"));
  struct { const char* name; std::string path; const char* expected; } const cases[] = {
      {"missing", folder.path("none"),
       "no such file; check the path and what its placeholders became"},
      {"a folder", folder.path(""), "is a directory, not a file"},
      {"a pipe without a writer", folder.path("pipe"), "is a pipe, not a regular file"},
      {"a device", "/dev/zero", "is a device, not a regular file"},
      {"below a file", folder.write("file", "x") + "/a", "cannot be opened: Not a directory"},
      {"a link to itself", folder.path("loop"),
       "cannot be opened: Too many levels of symbolic links"},
  };
  for (const auto& [name, path, expected] : cases) {
    INFO(name);
    const auto stream = byte_stream::open(path);
    REQUIRE_FALSE(stream);
    CHECK(stream.error().kind == error_kind::failed);
    CHECK(stream.error().message == path + ": " + expected);
  }
}

TEST_CASE("a file without permission is refused") {
  if (geteuid() == 0) {
    WARN("root may read every file: not tested");
    return;
  }
  const test::temporary_folder folder;
  const auto path = folder.write("secret", "x");
  std::filesystem::permissions(path, std::filesystem::perms::none);
  CHECK(byte_stream::open(path).error().message ==
        path + ": permission denied; make the file readable for this user");
}

TEST_CASE("incomplete gzip data is an error") {
  const test::temporary_folder folder;
  const std::string whole = gzipped(std::string(100'000, 'x') + "and some text at the end");
  std::string wrong_sum = whole;
  wrong_sum[wrong_sum.size() - 6] = static_cast<char>(wrong_sum[wrong_sum.size() - 6] ^ 1);
  std::string wrong_inside = whole;
  wrong_inside[14] = '\xFF';
  const std::string truncated = "error: the gzip data is truncated; fetch the file again";
  const std::string not_gzip = "error: is not a gzip file, though its name ends in .gz";
  struct { const char* name; std::string content, expected; } const cases[] = {
      {"without its last byte", whole.substr(0, whole.size() - 1), truncated},
      {"half of it", whole.substr(0, whole.size() / 2), truncated},
      {"half of its header", whole.substr(0, 5), truncated},
      {"nothing at all", "", truncated},
      {"a second member that is cut", whole + whole.substr(0, 20), truncated},
      {"a wrong check sum", wrong_sum,
       "error: the gzip data is corrupt (incorrect data check); fetch the file again"},
      {"garbage after it", whole + "garbage",
       "error: " + followed_by_other_bytes(whole.size())},
      {"the first byte of a member after it", whole + "\x1F", truncated},
      {"half a gzip mark after it", whole + "\x1F garbage",
       "error: " + followed_by_other_bytes(whole.size())},
      {"garbage after two members", whole + gzipped("b") + "g",
       "error: " + followed_by_other_bytes(whole.size() + gzipped("b").size())},
      {"not gzip at all", "{\"id\":\"1\"}\n", not_gzip},
      {"not gzip after the first byte", "\x1F{\"id\":\"1\"}\n", not_gzip},
      {"one zero byte", std::string(1, '\0'), not_gzip},
      {"zero bytes only", std::string(100'000, '\0'), not_gzip},
  };
  for (const auto& [name, content, expected] : cases) {
    INFO(name);
    const auto path = folder.write("a.gz", content);
    CHECK(read_all(path, 262'144) == expected);
    CHECK(read_all(path, 1000) == expected);
  }
  CHECK(read_all(folder.write("a.gz", wrong_inside), 1000).starts_with(
      "error: the gzip data is corrupt ("));
}

TEST_CASE("zero bytes after gzip data are padding, other bytes are an error") {
  const test::temporary_folder folder;
  constexpr std::size_t input_buffer = 64 * 1024;
  const std::string members = gzipped("ab") + gzipped("cd");
  const std::size_t rest = input_buffer - members.size();  // of the first buffer
  for (const std::size_t count : {std::size_t{1}, std::size_t{512}, rest - 1, rest, rest + 1,
                                  rest + input_buffer, std::size_t{20'000'000}}) {
    INFO(count << " zero bytes");
    const std::string padded = members + std::string(count, '\0');
    CHECK(read_all(folder.write("a.gz", padded), 1) == "abcd");
    CHECK(read_all(folder.write("a.gz", padded), 1000) == "abcd");
    const std::string followed = "error: " + followed_by_other_bytes(padded.size());
    CHECK(read_all(folder.write("a.gz", padded + "x"), 1000) == followed);
    // gzip does not read a member there either.
    CHECK(read_all(folder.write("a.gz", padded + gzipped("ef")), 1000) == followed);
  }
}

TEST_CASE("padding may begin where a buffer ends") {
  const test::temporary_folder folder;
  constexpr std::size_t input_buffer = 64 * 1024;
  std::string whole;  // members, exactly as long as the buffer
  std::string text;
  const std::string member = gzipped("x");
  while (input_buffer - whole.size() >= 2 * member.size()) {
    whole += member;
    text += 'x';
  }
  const std::size_t left = input_buffer - whole.size();
  for (std::size_t size = 1; whole.size() < input_buffer && size < 100; ++size) {
    std::string noise;
    for (std::size_t i = 0; i < size; ++i) noise += static_cast<char>('!' + i * 37 % 90);
    if (gzipped(noise).size() != left) continue;
    whole += gzipped(noise);
    text += noise;
  }
  REQUIRE(whole.size() == input_buffer);
  for (const std::size_t count : {0u, 1u, 65'535u, 65'536u, 65'537u}) {
    INFO(count << " zero bytes");
    CHECK(read_all(folder.write("a.gz", whole + std::string(count, '\0')), 1000) == text);
    CHECK(read_all(folder.write("a.gz", whole + std::string(count, '\0') + "x"), 1000) ==
          "error: " + followed_by_other_bytes(input_buffer + count));
  }
}

TEST_CASE("gzip data under another name is an error") {
  const test::temporary_folder folder;
  CHECK(read_all(folder.write("a.jsonl", gzipped("abc")), 1000) ==
        "error: is a gzip file; give it a name that ends in .gz");
}

TEST_CASE("a read error is reported") {
  // A regular file whose first page cannot be read.
  CHECK(read_all("/proc/self/mem", 1000) == "error: cannot be read further: Input/output error");
}
