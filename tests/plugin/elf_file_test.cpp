// SPDX-License-Identifier: BSL-1.0
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <elf.h>
#include <sys/stat.h>
#include <unistd.h>

#include <tidemark/plugin/library.hpp>

#include "catch.hpp"
#include "plugin_folder.hpp"

namespace {

namespace fs = std::filesystem;
using namespace tidemark;

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string refusal_of(const fs::path& path) {
  const auto found = plugin::exported_symbols(path);
  return found ? "" : found.error().message;
}

const std::string no_library = "is not a shared library";
const std::string cut_off = "is cut off: build or copy it again";
const std::string too_large = "is larger than 1 GiB: a plugin is smaller";

}  // namespace

TEST_CASE("a plugin exports only its manifest, stamp and fingerprint") {
  const auto marks = plugin::read_marks(fs::path(FIXTURES) / "numbers.so");
  REQUIRE(marks);
  CHECK(marks->stamp == plugin::own_stamp);
  CHECK(marks->has_manifest);
  CHECK(marks->fingerprint == std::to_string(plugin::record_fingerprint));
  CHECK(marks->others == std::vector<std::string>{});
}

TEST_CASE("a file that is not a plugin is refused with what it is") {
  const plugin_folder folder;
  const std::string good = bytes_of(fs::path(FIXTURES) / "numbers.so");
  const auto with = [&](std::size_t at, std::string bytes) {
    return std::string(good).replace(at, bytes.size(), bytes);
  };
  const std::string here = " (here " +
                           plugin::detail::architecture(
                               ELFCLASS64, plugin::detail::own_target::order,
                               plugin::detail::own_target::machine) +
                           "); build it for this one";
  const std::string other = "is built for another architecture: ";
  constexpr std::size_t machine = offsetof(Elf64_Ehdr, e_machine);
  struct row {
    std::string name;
    std::string bytes;
    std::string expected;
  };
  const std::vector<row> rows{
      {"empty", "", "is empty: build or copy it again"},
      {"one byte", "x", no_library},
      {"text", "#!/bin/sh\necho not a library\n", no_library},
      {"the magic number alone", good.substr(0, 4), cut_off},
      {"the header alone", good.substr(0, 64), cut_off},
      {"half", good.substr(0, good.size() / 2), cut_off},
      {"the last byte missing", good.substr(0, good.size() - 1), cut_off},
      {"for RISC-V", with(machine, std::string("\xF3\0", 2)), other + "RISC-V, 64 bits" + here},
      {"for a machine that has no name here", with(machine, "\x01\x09"),
       other + "machine 2305, 64 bits" + here},
      {"for 32 bits", with(EI_CLASS, "\x01").replace(machine, 2, std::string("\x03\0", 2)),
       other + "x86, 32 bits" + here},
      {"big-endian", with(EI_DATA, "\x02").replace(machine, 2, std::string("\0\x16", 2)),
       other + "S/390, 64 bits, big-endian" + here},
      {"an object file", with(offsetof(Elf64_Ehdr, e_type), std::string("\x01\0", 2)),
       "is an ELF file but no shared library: build it with tidemark_plugin()"},
      {"no section table", with(offsetof(Elf64_Ehdr, e_shnum), std::string(2, '\0')),
       "has no section table: do not strip it of that"},
      {"a section table beyond the end", with(offsetof(Elf64_Ehdr, e_shoff), "\xFF\xFF\xFF\xFF"),
       cut_off},
  };
  for (const auto& [name, bytes, expected] : rows) {
    INFO(name);
    folder.write("file.so", bytes);
    CHECK(refusal_of(folder.path() / "file.so") == expected);
  }
}

TEST_CASE("anything but a readable regular file is refused without blocking") {
  const plugin_folder folder;
  REQUIRE(::mkfifo((folder.path() / "fifo.so").c_str(), 0600) == 0);
  CHECK(refusal_of(folder.path() / "fifo.so") == "is not a regular file");
  fs::create_directory(folder.path() / "folder.so");
  CHECK(refusal_of(folder.path() / "folder.so") == "is a directory");
  CHECK(refusal_of(folder.path() / "absent.so") == "is not a regular file");
  CHECK(refusal_of("/dev/zero") == "is not a regular file");

  folder.copy("numbers", "unreadable.so");
  fs::permissions(folder.path(), fs::perms::all);
  fs::permissions(folder.path() / "unreadable.so", fs::perms::none);
  const auto user = ::geteuid();  // permissions do not restrict root
  if (user == 0) REQUIRE(::seteuid(65534) == 0);
  CHECK(refusal_of(folder.path() / "unreadable.so") == "cannot be read: check its permissions");
  REQUIRE(::seteuid(user) == 0);
}

TEST_CASE("a huge file is refused at once, in little memory") {
  const plugin_folder folder;
  folder.write("zeros.so", "");
  fs::resize_file(folder.path() / "zeros.so", 512u << 20);
  CHECK(refusal_of(folder.path() / "zeros.so") == no_library);
  fs::resize_file(folder.path() / "zeros.so", std::uintmax_t{1} << 40);
  CHECK(refusal_of(folder.path() / "zeros.so") == too_large);
  folder.copy("numbers", "padded.so");
  fs::resize_file(folder.path() / "padded.so", std::uintmax_t{3} << 30);
  CHECK(refusal_of(folder.path() / "padded.so") == too_large);
}

TEST_CASE("a damaged table gives an error, never a crash") {
  const plugin_folder folder;
  const std::string good = bytes_of(fs::path(FIXTURES) / "numbers.so");
  Elf64_Ehdr header;
  good.copy(reinterpret_cast<char*>(&header), sizeof header);
  std::vector<std::size_t> places;
  for (std::size_t at = EI_NIDENT; at < sizeof header; ++at) places.push_back(at);
  for (std::size_t at = header.e_shoff; at < good.size(); at += 3) places.push_back(at);
  std::size_t answered = 0;
  for (const auto at : places) {
    std::string bytes = good;
    bytes[at] = static_cast<char>(~bytes[at]);
    folder.write("damaged.so", bytes);
    const auto marks = plugin::read_marks(folder.path() / "damaged.so");
    if (marks || !marks.error().message.empty()) ++answered;
  }
  CHECK(answered == places.size());
}
