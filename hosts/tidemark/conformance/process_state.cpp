// SPDX-License-Identifier: BSL-1.0
#include "process_state.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include <unistd.h>

namespace tidemark::host {

namespace {

std::size_t entries_of(const std::filesystem::path& folder) {
  std::error_code gone;  // an entry may disappear while the folder is read
  std::size_t count = 0;
  for (std::filesystem::directory_iterator at(folder, gone), end; !gone && at != end;
       at.increment(gone))
    ++count;
  return count;
}

}  // namespace

process_state read_process_state() {
  process_state state;
  state.descriptors = entries_of("/proc/self/fd");
  state.threads = entries_of("/proc/self/task");
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream children(task.path() / "children");
    state.children += static_cast<std::size_t>(
        std::distance(std::istream_iterator<std::string>(children), {}));
  }
  std::ifstream pages("/proc/self/statm");
  std::size_t all = 0, resident = 0;
  pages >> all >> resident;
  state.resident_bytes = resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  return state;
}

std::string leak_between(const process_state& before, const process_state& after,
                         std::size_t growth_max) {
  std::string found;
  const auto add = [&](std::size_t then, std::size_t now, const std::string& name) {
    if (now > then)
      found += (found.empty() ? "" : ", ") + std::to_string(now - then) + " more " + name;
  };
  add(before.descriptors, after.descriptors, "open files");
  add(before.threads, after.threads, "threads");
  add(before.children, after.children, "child processes");
  constexpr std::size_t mebibyte = 1024 * 1024;
  if (after.resident_bytes > before.resident_bytes + growth_max)
    add(before.resident_bytes / mebibyte, after.resident_bytes / mebibyte, "MiB of memory");
  return found;
}

}  // namespace tidemark::host
