// SPDX-License-Identifier: BSL-1.0
#include "sign.hpp"

#include <array>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <tidemark/value/hex.hpp>

namespace tidemark::source::tiktok {

std::string sign(std::string_view app_secret, std::string_view path, const parameters& query,
                 std::string_view body) {
  std::string text(app_secret);
  text += path;
  for (const auto& [name, value] : query)
    if (name != "sign" && name != "access_token") text += name + value;
  text += body;
  text += app_secret;

  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  if (!HMAC(EVP_sha256(), app_secret.data(), static_cast<int>(app_secret.size()),
            reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size))
    throw std::runtime_error("HMAC-SHA256 failed");
  std::string shown;
  for (unsigned int i = 0; i < size; ++i) append_hex(shown, digest[i]);
  return shown;
}

}  // namespace tidemark::source::tiktok
