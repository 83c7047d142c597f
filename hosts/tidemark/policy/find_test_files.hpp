// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <filesystem>
#include <vector>

#include <tidemark/result.hpp>

namespace tidemark::host {

/// The test files that `paths` name, each once: files as they are, and of a folder all files below
/// it whose names end in `.yaml` and that are test files, sorted. Of these, a file that is not YAML
/// counts too, so that a mistake in it does not go unnoticed; policies and configs do not. Error
/// (usage): a folder has no test file, or cannot be read.
result<std::vector<std::filesystem::path>> find_test_files(
    const std::vector<std::filesystem::path>& paths);

}  // namespace tidemark::host
