// SPDX-License-Identifier: BSL-1.0
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>  // Catch2 3
#else
#include <catch2/catch.hpp>  // Catch2 2
#endif

#include <tidemark/result.hpp>

/// A failed REQUIRE(result) shows the error.
template <typename T>
struct Catch::StringMaker<tidemark::result<T>> {
  static std::string convert(const tidemark::result<T>& shown) {
    return shown ? "a value" : "error: " + shown.error().message;
  }
};
