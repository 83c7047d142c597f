// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <yaml-cpp/yaml.h>

/// Compares what a flow expects with the result: every key that `expected` names must have an equal
/// value in `actual`, lists must have equal lengths, texts and numbers equal texts; `null` is
/// missing. Returns the differences, one in a line; empty if there are none.
std::string differences(const YAML::Node& expected, const YAML::Node& actual,
                        const std::string& place = "");
