// SPDX-License-Identifier: BSL-1.0
#pragma once

// What most code of the host includes, compiled once (hosts/tidemark/CMakeLists.txt): no header in
// which a macro of a library makes a difference, since parts link different libraries. A file
// includes what it uses all the same: without precompiled headers it has to compile too.

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <variant>
#include <vector>

#include <boost/hana.hpp>

#include <tidemark/plugin/catalogue.hpp>
#include <tidemark/storage/backend.hpp>
