// SPDX-License-Identifier: BSL-1.0
#include "byte_stream.hpp"

#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

namespace tidemark::source {

namespace {

constexpr std::string_view gzip_magic = "\x1F\x8B";

std::string system_text(int code) { return std::generic_category().message(code); }

/// Why a file of this type is not read, or empty.
std::string_view refused_type(mode_t mode) {
  if (S_ISREG(mode)) return {};
  if (S_ISDIR(mode)) return "is a directory, not a file";
  if (S_ISFIFO(mode)) return "is a pipe, not a regular file";
  if (S_ISSOCK(mode)) return "is a socket, not a regular file";
  return "is a device, not a regular file";
}

std::string open_problem(int code) {
  if (code == ENOENT) return "no such file; check the path and what its placeholders became";
  if (code == EACCES) return "permission denied; make the file readable for this user";
  return "cannot be opened: " + system_text(code);
}

}  // namespace

/// The state of a decompression: one or more gzip members, one after the other, then zero bytes as
/// padding, which tapes and block devices leave.
class byte_stream::gzip {
 public:
  gzip() : input_(64 * 1024) {
    constexpr int gzip_only = 15 + 16;
    if (inflateInit2(&stream_, gzip_only) != Z_OK) throw std::bad_alloc();
  }
  gzip(const gzip&) = delete;
  gzip& operator=(const gzip&) = delete;
  ~gzip() { inflateEnd(&stream_); }

  template <typename Refill>
  result<std::size_t> read(char* into, std::size_t size, Refill refill) {
    stream_.next_out = reinterpret_cast<Bytef*>(into);
    stream_.avail_out = static_cast<uInt>(size);
    while (stream_.avail_out == size) {
      if (stream_.avail_in == 0) {
        const result<std::size_t> count = refill(input_.data(), input_.size());
        if (!count) return count.error();
        if (*count == 0 && !inside_member_ && seen_member_) return std::size_t{0};
        if (*count == 0) return failure("the gzip data is truncated; fetch the file again");
        stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
        stream_.avail_in = static_cast<uInt>(*count);
        bytes_read_ += *count;
      }
      if (!inside_member_) {
        if (seen_member_) skip_padding();
        if (stream_.avail_in == 0) continue;
        if (auto begun = begin_member(); !begun) return begun.error();
      }
      const int code = inflate(&stream_, Z_NO_FLUSH);
      if (code == Z_STREAM_END) {
        inside_member_ = false;
        seen_member_ = true;
        inflateReset(&stream_);
      } else if (code != Z_OK && code != Z_BUF_ERROR) {
        return failure(problem(code));
      }
    }
    return size - stream_.avail_out;
  }

 private:
  void skip_padding() {
    while (stream_.avail_in > 0 && *stream_.next_in == 0) {
      ++stream_.next_in;
      --stream_.avail_in;
      padded_ = true;
    }
  }

  /// Begins the member whose first byte is the next one. After padding even a gzip member is an
  /// error: gzip ignores it, so users have never seen its rows.
  result<void> begin_member() {
    member_begin_ = bytes_read_ - stream_.avail_in;
    if (padded_ || *stream_.next_in != static_cast<Bytef>(gzip_magic.front()))
      return failure(no_member());
    inside_member_ = true;
    return {};
  }

  std::string no_member() const {
    if (!seen_member_) return "is not a gzip file, though its name ends in .gz";
    return fmt::format("the gzip data is followed by other bytes, from byte offset {} on; fetch "
                       "the file again, or cut them off",
                       member_begin_);
  }

  std::string problem(int code) const {
    if (code == Z_MEM_ERROR) return "out of memory while decompressing";
    if (code == Z_DATA_ERROR && stream_.total_in <= gzip_magic.size()) return no_member();
    const std::string detail = stream_.msg ? fmt::format(" ({})", stream_.msg) : std::string{};
    return fmt::format("the gzip data is corrupt{}; fetch the file again", detail);
  }

  z_stream stream_{};
  std::vector<char> input_;
  std::uint64_t bytes_read_ = 0;    // of the file
  std::uint64_t member_begin_ = 0;  // the file offset of the current member
  bool inside_member_ = false;
  bool seen_member_ = false;  // a complete one
  bool padded_ = false;       // zero bytes came after the last member
};

result<byte_stream> byte_stream::open(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0)
    return failure(fmt::format("{}: {}", path, open_problem(errno)));
  if (const auto refused = refused_type(status.st_mode); !refused.empty())
    return failure(fmt::format("{}: {}", path, refused));
  // Without blocking, in case a pipe has just replaced the file.
  byte_stream stream(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (stream.descriptor_ < 0) return failure(fmt::format("{}: {}", path, open_problem(errno)));
  if (::fstat(stream.descriptor_, &status) != 0 || !S_ISREG(status.st_mode))
    return failure(path + ": is not a regular file any more");
  if (path.ends_with(".gz")) stream.gzip_ = std::make_unique<gzip>();
  return stream;
}

byte_stream::byte_stream(int descriptor) : descriptor_(descriptor) {}

byte_stream::byte_stream(byte_stream&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)),
      started_(other.started_),
      gzip_(std::move(other.gzip_)) {}

byte_stream& byte_stream::operator=(byte_stream&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(started_, other.started_);
  std::swap(gzip_, other.gzip_);
  return *this;
}

byte_stream::~byte_stream() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

result<std::size_t> byte_stream::read(char* into, std::size_t size) {
  if (gzip_)
    return gzip_->read(into, size, [&](char* input, std::size_t room) {
      return read_file(input, room);
    });
  const auto count = read_file(into, size);
  const bool first = !std::exchange(started_, true);
  if (first && count && std::string_view(into, *count).starts_with(gzip_magic))
    return failure("is a gzip file; give it a name that ends in .gz");
  return count;
}

result<std::size_t> byte_stream::read_file(char* into, std::size_t size) {
  while (true) {
    const ssize_t count = ::read(descriptor_, into, size);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return failure("cannot be read further: " + system_text(errno));
  }
}

}  // namespace tidemark::source
