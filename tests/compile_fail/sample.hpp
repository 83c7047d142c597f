// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <boost/hana/adapt_struct.hpp>

#include <tidemark/engine/program.hpp>

/// A record of which each case breaks one thing by its specialisation of `record_traits`.
struct sale {
  std::string id;
  std::int64_t cents = 0;
  std::optional<std::string> label;
};
BOOST_HANA_ADAPT_STRUCT(sale, id, cents, label);
