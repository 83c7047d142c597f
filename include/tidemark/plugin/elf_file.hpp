// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <elf.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <tidemark/result.hpp>

namespace tidemark::plugin {

/// The largest file that is inspected as a plugin, in bytes.
inline constexpr std::uintmax_t plugin_bytes_max = std::uintmax_t{1} << 30;

/// The names of the symbols that a shared library exports, read from the file without loading it:
/// all symbols that its dynamic symbol table defines, except for those that every linker adds.
///
/// Reads only the file's tables, and only within the file. Errors (the message continues after the
/// file's name): not a regular file, unreadable, too large, not a shared library, truncated, for
/// another architecture than this program.
result<std::vector<std::string>> exported_symbols(const std::filesystem::path& path);

// ---------------------------------------------------------------------------------------------

namespace detail {

/// What this program is built for.
struct own_target {
#if defined(__x86_64__)
  static constexpr std::uint16_t machine = EM_X86_64;
#elif defined(__aarch64__)
  static constexpr std::uint16_t machine = EM_AARCH64;
#elif defined(__riscv)
  static constexpr std::uint16_t machine = EM_RISCV;
#elif defined(__powerpc64__)
  static constexpr std::uint16_t machine = EM_PPC64;
#elif defined(__s390x__)
  static constexpr std::uint16_t machine = EM_S390;
#else
#error "add this architecture to own_target"
#endif
  static constexpr unsigned char order =
      __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? ELFDATA2LSB : ELFDATA2MSB;
};
static_assert(sizeof(void*) == 8, "tidemark is a 64-bit program");

inline std::string architecture(unsigned char bits, unsigned char order, std::uint16_t machine) {
  std::string name;
  switch (machine) {
    case EM_X86_64: name = bits == ELFCLASS32 ? "x32" : "x86-64"; break;
    case EM_386: name = "x86"; break;
    case EM_AARCH64: name = "AArch64"; break;
    case EM_ARM: name = "ARM"; break;
    case EM_RISCV: name = "RISC-V"; break;
    case EM_PPC64: name = "PowerPC 64"; break;
    case EM_S390: name = "S/390"; break;
    default: name = "machine " + std::to_string(machine);
  }
  return name + (bits == ELFCLASS32 ? ", 32 bits" : ", 64 bits") +
         (order == ELFDATA2MSB ? ", big-endian" : "");
}

/// A file with random access; reads beyond its end give nothing.
class elf_reader {
 public:
  elf_reader(const std::filesystem::path& path, std::uintmax_t size)
      : in_(path, std::ios::binary), size_(size) {}

  bool is_open() const { return in_.is_open(); }

  /// `count` objects at `offset`; nothing if they are not within the file.
  template <typename T>
  std::optional<std::vector<T>> read(std::uint64_t offset, std::uint64_t count) {
    if (offset > size_ || count > (size_ - offset) / sizeof(T)) return std::nullopt;
    std::vector<T> objects(static_cast<std::size_t>(count));
    in_.clear();
    in_.seekg(static_cast<std::streamoff>(offset));
    in_.read(reinterpret_cast<char*>(objects.data()),
             static_cast<std::streamsize>(objects.size() * sizeof(T)));
    if (!in_) return std::nullopt;
    return objects;
  }

 private:
  std::ifstream in_;
  std::uintmax_t size_;
};

/// Why a file that begins with `ident` and `header` is not a library for this program; empty if it
/// is.
inline std::string wrong_header(const Elf64_Ehdr& header) {
  const auto order = header.e_ident[EI_DATA], bits = header.e_ident[EI_CLASS];
  // The type and the machine are at the same offset in both classes; only the byte order differs.
  const auto number = [&](std::uint16_t stored) {
    return order == own_target::order ? stored
                                      : static_cast<std::uint16_t>(stored << 8 | stored >> 8);
  };
  const auto machine = number(header.e_machine);
  if (bits != ELFCLASS64 || order != own_target::order || machine != own_target::machine)
    return "is built for another architecture: " + architecture(bits, order, machine) +
           " (here " + architecture(ELFCLASS64, own_target::order, own_target::machine) +
           "); build it for this one";
  if (number(header.e_type) != ET_DYN)
    return "is an ELF file but no shared library: build it with tidemark_plugin()";
  return {};
}

inline bool added_by_linker(std::string_view name) {
  constexpr std::string_view names[] = {"_init", "_fini", "_edata", "_end", "__bss_start"};
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// The names of the exported `symbols`; `names` is their string table.
inline std::vector<std::string> shown_names(const std::vector<Elf64_Sym>& symbols,
                                            const std::vector<char>& names) {
  std::vector<std::string> shown;
  for (const auto& symbol : symbols) {
    const auto binding = ELF64_ST_BIND(symbol.st_info);
    const auto visibility = ELF64_ST_VISIBILITY(symbol.st_other);
    if (symbol.st_shndx == SHN_UNDEF || binding == STB_LOCAL || symbol.st_name >= names.size() ||
        visibility == STV_HIDDEN || visibility == STV_INTERNAL)
      continue;
    const char* const begin = names.data() + symbol.st_name;
    std::string name(begin, strnlen(begin, names.size() - symbol.st_name));
    if (!name.empty() && !added_by_linker(name)) shown.push_back(std::move(name));
  }
  return shown;
}

}  // namespace detail

inline result<std::vector<std::string>> exported_symbols(const std::filesystem::path& path) {
  std::error_code code;
  // Opening anything else may block forever (a FIFO), or it has no symbols.
  if (!std::filesystem::is_regular_file(path, code))
    return failure(std::filesystem::is_directory(path, code) ? "is a directory"
                                                             : "is not a regular file");
  const auto size = std::filesystem::file_size(path, code);
  if (code) return failure("cannot be read: " + code.message());
  if (size == 0) return failure("is empty: build or copy it again");
  if (size > plugin_bytes_max)
    return failure("is larger than 1 GiB: a plugin is smaller");
  detail::elf_reader file(path, size);
  if (!file.is_open()) return failure("cannot be read: check its permissions");

  const auto magic = file.read<char>(0, SELFMAG);
  if (!magic || std::memcmp(magic->data(), ELFMAG, SELFMAG) != 0)
    return failure("is not a shared library");
  const std::string cut_off = "is cut off: build or copy it again";
  const auto header = file.read<Elf64_Ehdr>(0, 1);
  if (!header) return failure(cut_off);
  if (auto wrong = detail::wrong_header(header->front()); !wrong.empty())
    return failure(std::move(wrong));

  const auto& head = header->front();
  if (head.e_shentsize != sizeof(Elf64_Shdr) || head.e_shnum == 0)
    return failure("has no section table: do not strip it of that");
  const auto sections = file.read<Elf64_Shdr>(head.e_shoff, head.e_shnum);
  if (!sections) return failure(cut_off);
  for (const auto& section : *sections) {
    const bool inside = section.sh_offset <= size && section.sh_size <= size - section.sh_offset;
    if (section.sh_type != SHT_NOBITS && section.sh_type != SHT_NULL && !inside)
      return failure(cut_off);
  }
  for (const auto& section : *sections) {
    if (section.sh_type != SHT_DYNSYM || section.sh_link >= sections->size()) continue;
    const auto& text = (*sections)[section.sh_link];
    const auto symbols =
        file.read<Elf64_Sym>(section.sh_offset, section.sh_size / sizeof(Elf64_Sym));
    const auto names = file.read<char>(text.sh_offset, text.sh_size);
    if (!symbols || !names) return failure(cut_off);
    return detail::shown_names(*symbols, *names);
  }
  return std::vector<std::string>{};
}

}  // namespace tidemark::plugin
