// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <utility>

#include <tidemark/result.hpp>

#include "../../http/wait_clock.hpp"
#include "tokens.hpp"

namespace tidemark::source::tiktok {

/// The file with the tokens of one shop, shared by all processes that use it.
class token_file {
 public:
  explicit token_file(std::string path) : path_(std::move(path)) {}

  const std::string& path() const { return path_; }

  /// Reads it. Errors name the file and hold no token.
  result<tokens> read() const;

  /// The warning if users other than its owner have access to it; empty if they have none, or if it
  /// does not exist.
  std::string exposure() const;

  /// The right to replace the file, released when it is destroyed or when its process ends.
  class lock {
   public:
    explicit lock(int file) : file_(file) {}
    lock(lock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    lock& operator=(lock&&) = delete;
    ~lock();

   private:
    int file_;
  };

  /// How long to wait for another process: longer than one refresh may take.
  static constexpr std::chrono::seconds lock_wait_max{90};

  /// Takes the lock with a permanent file `.lock` next to the target of the path: two links to the
  /// same file share a lock. Waits for another process that has it, until `deadline` and for
  /// `lock_wait_max` at most. Errors: `busy` after that; `failed` when it cannot be made or `stop`
  /// is requested.
  result<lock> take_lock(http::wait_clock& clock, http::wait_clock::moment deadline,
                         std::stop_token stop) const;

  /// New content that is written next to the file.
  class replacement {
   public:
    replacement(int file, std::string made, std::string target)
        : file_(file), made_(std::move(made)), target_(std::move(target)) {}
    replacement(replacement&& other) noexcept
        : file_(std::exchange(other.file_, -1)), made_(std::move(other.made_)),
          target_(std::move(other.target_)) {}
    replacement& operator=(replacement&&) = delete;
    ~replacement();

    /// Replaces the file with `value`, readable by its owner only, atomically and so that it
    /// survives a power failure.
    result<void> commit(const tokens& value);

   private:
    int file_;
    std::string made_;
    std::string target_;  ///< the path with links resolved
  };

  /// Prepares new content, so that errors occur before a refresh uses up the token.
  result<replacement> begin_replacement() const;

 private:
  std::string path_;
};

}  // namespace tidemark::source::tiktok
