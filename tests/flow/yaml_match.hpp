// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>

#include <yaml-cpp/yaml.h>

/// Compares what a flow expects with what came: every key that `expected` names must have an equal
/// value in `actual`, lists must have equal lengths, texts and numbers equal texts; `null` is
/// missing. Returns what differs, a line each; empty when all is as expected.
std::string differences(const YAML::Node& expected, const YAML::Node& actual,
                        const std::string& place = "");
