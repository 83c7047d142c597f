# SPDX-License-Identifier: BSL-1.0
# Writes OUTPUT, C++ that defines the assets of assets.hpp from the files in SOURCE.
function(embed variable file content_type)
  file(READ ${SOURCE}/${file} content)
  # A raw literal holds at most 64 KiB, and ends at its delimiter.
  if(content MATCHES "\\)embedded\"")
    message(FATAL_ERROR "${file} holds the delimiter of a raw literal")
  endif()
  file(SHA256 ${SOURCE}/${file} hash)
  string(SUBSTRING ${hash} 0 12 hash)
  get_filename_component(stem ${file} NAME_WE)
  get_filename_component(ending ${file} EXT)
  file(APPEND ${OUTPUT}.new
    "constinit const page_asset ${variable}{\"${stem}.${hash}${ending}\", \"${content_type}\",\n"
    "R\"embedded(${content})embedded\"};\n")
endfunction()

file(WRITE ${OUTPUT}.new "#include \"assets.hpp\"\nnamespace tidemark::host {\n")
embed(style_asset videos.css "text/css; charset=utf-8")
embed(script_asset videos.js "text/javascript; charset=utf-8")
embed(icon_asset icon.svg "image/svg+xml")
file(APPEND ${OUTPUT}.new "}  // namespace tidemark::host\n")
file(RENAME ${OUTPUT}.new ${OUTPUT})
