// SPDX-License-Identifier: BSL-1.0
#include <csv/number_format.hpp>

#include <string>

#include <catch.hpp>

using namespace tidemark;
using namespace tidemark::source;

namespace {

/// The number in `cell`, then the symbols around it; `-` if it is not such a number.
std::string read(const plugin::text_lists& option, const std::string& cell) {
  const auto format = number_format::parse(option).value();
  std::string plain;
  number_format::symbols_beside beside;
  if (!format.read(cell, plain, beside)) return "-";
  for (const auto symbol : beside)
    if (!symbol.empty()) plain += " " + std::string(symbol);
  return plain;
}

}  // namespace

TEST_CASE("numbers are read in the forms of different countries") {
  const plugin::text_lists brazil{{"decimal", {","}}, {"group", {"."}}, {"symbols", {"R$", "BRL"}}};
  const plugin::text_lists france{{"decimal", {","}}, {"group", {" "}}, {"symbols", {"€"}}};
  const plugin::text_lists india{{"group", {","}}, {"symbols", {"₹", "Rs."}}};
  const plugin::text_lists swiss{{"group", {"'"}}};
  struct {
    const char* name;
    plugin::text_lists option;
    const char* given;
    const char* expected;
  } const cases[] = {
      {"a comma and points", brazil, "R$ 1.234.567,89", "1234567.89 R$"},
      {"without groups", brazil, "1234,5", "1234.5"},
      {"a whole number", brazil, "1.200", "1200"},
      {"a minus before the symbol", brazil, "-R$ 5,00", "-5.00 R$"},
      {"a minus after the symbol", brazil, "R$ -5,00", "-5.00 R$"},
      {"as accountants write it", brazil, "(1.234,50)", "-1234.50"},
      {"a true minus sign", brazil, "−3", "-3"},
      {"a plus", brazil, "+3", "3"},
      {"two minuses", brazil, "--3", "-"},
      {"symbols on both sides", brazil, "R$ 12,50 BRL", "12.50 R$ BRL"},
      {"a fraction that looks like groups", brazil, "0.500", "-"},
      {"a negative one", brazil, "-0.024", "-"},
      {"zeros before groups", brazil, "007.123", "-"},
      {"zero", brazil, "0,024", "0.024"},
      {"a code after it", brazil, "12,50 BRL", "12.50 BRL"},
      {"a percentage", brazil, "2,4%", "2.4%"},
      {"a percentage with a space", brazil, "2,4 %", "2.4%"},
      {"an English number is not taken for a small one", brazil, "1.5", "-"},
      {"nor for a large one", brazil, "12.34", "-"},
      {"groups of two in the middle only", brazil, "12.34.567.890", "-"},
      {"a last group of two", brazil, "1.234.56", "-"},
      {"a first group of four", brazil, "1234.567", "-"},
      {"no digit before the comma", brazil, ",5", "-"},
      {"no digit after the comma", brazil, "5,", "-"},
      {"two commas", brazil, "1,2,3", "-"},
      {"an unknown symbol", brazil, "US$ 5", "-"},
      {"a symbol alone", brazil, "R$", "-"},
      {"a group at the end", brazil, "1.234.", "-"},
      {"nothing", brazil, "  ", "-"},
      {"letters", brazil, "1k", "-"},
      {"a space between groups", france, "1 234,50 €", "1234.50 €"},
      {"a narrow no-break space", france, "1\u202F234\u202F567,5\u00A0€", "1234567.5 €"},
      {"lakh and crore", india, "₹12,34,567.80", "1234567.80 ₹"},
      {"thousands", india, "Rs. 12,345", "12345 Rs."},
      {"mixed groups", india, "1,234,56,789", "-"},
      {"an apostrophe", swiss, "1'234.5", "1234.5"},
      {"spaces around it", swiss, " 7 ", "7"},
      {"no option: no groups", {}, "1,234", "-"},
      {"no option: a point", {}, "1234.50", "1234.50"},
  };
  for (const auto& [name, option, given, expected] : cases) {
    INFO(name);
    CHECK(read(option, given) == expected);
  }
}

TEST_CASE("messages describe the form") {
  const auto format = number_format::parse({{"decimal", {","}}, {"symbols", {"€", "EUR"}}}).value();
  CHECK(format.description() == "decimal \",\", symbols \"€\" \"EUR\"");
}
