# SPDX-License-Identifier: BSL-1.0
# A part of tidemark's package: include it by find_package(tidemark).

# tidemark_plugin(NAME [KIND source|storage|enricher] SOURCES file... [LIBRARIES target...])
#
# Builds the plugin NAME from C++ files: the target NAME_plugin, the file NAME.so. NAME is the word
# for `plugin:` in a config and the name in the manifest: lower-case letters, digits and `_`. KIND
# is source by default. `cmake --install` puts it into lib/tidemark, where a tidemark of
# the same prefix finds it.
function(tidemark_plugin name)
  cmake_parse_arguments(PARSE_ARGV 1 PLUGIN "" "KIND" "SOURCES;LIBRARIES")
  if(NOT PLUGIN_KIND)
    set(PLUGIN_KIND source)
  endif()
  if(NOT name MATCHES "^[a-z][a-z0-9_]*$")
    message(FATAL_ERROR "tidemark_plugin: \"${name}\" is no name of a plugin; "
                        "use lower-case letters, digits and _, such as shop_export")
  elseif(NOT PLUGIN_KIND MATCHES "^(source|storage|enricher)$")
    message(FATAL_ERROR "tidemark_plugin(${name}): there is no kind \"${PLUGIN_KIND}\"; "
                        "the kinds are source, storage and enricher")
  elseif(NOT PLUGIN_SOURCES OR PLUGIN_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "usage: tidemark_plugin(NAME [KIND source|storage|enricher] "
                        "SOURCES file... [LIBRARIES target...])")
  endif()
  add_library(${name}_plugin MODULE ${PLUGIN_SOURCES})
  target_link_libraries(${name}_plugin PRIVATE tidemark::${PLUGIN_KIND} ${PLUGIN_LIBRARIES})
  set_target_properties(${name}_plugin PROPERTIES PREFIX "" OUTPUT_NAME ${name} SUFFIX .so)
  install(TARGETS ${name}_plugin LIBRARY DESTINATION lib/tidemark)
endfunction()
