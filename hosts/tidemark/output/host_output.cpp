// SPDX-License-Identifier: BSL-1.0
#include "host_output.hpp"

#include <array>
#include <cerrno>
#include <cstddef>
#include <iostream>
#include <streambuf>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace tidemark::host {

namespace {

int real_stdout = STDOUT_FILENO;

/// Writes to `real_stdout`.
class stdout_buffer final : public std::streambuf {
 public:
  stdout_buffer() { setp(block_.data(), block_.data() + block_.size()); }

 protected:
  int_type overflow(int_type next) override {
    if (!write_out()) return traits_type::eof();
    if (traits_type::eq_int_type(next, traits_type::eof())) return traits_type::not_eof(next);
    *pptr() = traits_type::to_char_type(next);
    pbump(1);
    return next;
  }
  int sync() override { return write_out() ? 0 : -1; }

 private:
  /// Text that cannot be written is dropped, and the stream becomes bad.
  bool write_out() {
    const char* from = pbase();
    auto left = static_cast<std::size_t>(pptr() - pbase());
    setp(block_.data(), block_.data() + block_.size());
    while (left > 0) {
      const auto count = ::write(real_stdout, from, left);
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) return false;
      from += count;
      left -= static_cast<std::size_t>(count);
    }
    return true;
  }

  std::array<char, 1 << 16> block_;
};

}  // namespace

void keep_stdout() {
  constexpr int behind_the_standard_ones = 3;
  real_stdout = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, behind_the_standard_ones);
  if (::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {  // there is no stderr
    const int nothing = ::open("/dev/null", O_WRONLY);
    if (nothing >= 0 && nothing != STDOUT_FILENO) {
      ::dup2(nothing, STDOUT_FILENO);
      ::close(nothing);
    }
  }
  std::cerr.tie(&host_output());  // like std::cout, so that the order is kept
}

std::size_t width_where_shown(std::size_t width_max) {
  return ::isatty(real_stdout) == 1 ? width_max : std::string_view::npos;
}

std::ostream& host_output() {
  static stdout_buffer buffer;
  static std::ostream stream(&buffer);
  return stream;
}

}  // namespace tidemark::host
