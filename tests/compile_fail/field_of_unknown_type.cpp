// error: field_text<T> requires T to be of a field_type: store another type as a text
// SPDX-License-Identifier: BSL-1.0
#include <string>

#include <tidemark/record/field_text.hpp>

#ifdef FAIL
using price = double;
#else
using price = tidemark::percent;
#endif

std::optional<std::string> shown(const price& value) { return tidemark::field_text(value); }
