# SPDX-License-Identifier: BSL-1.0
# The header-only library: tidemark::tidemark (engine, policy, records) and, for those who build
# plugins, tidemark::plugin.
find_package(Boost 1.81 REQUIRED)
find_package(yaml-cpp REQUIRED)

file(GLOB_RECURSE tidemark_headers CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/tidemark/*.hpp)

add_library(tidemark INTERFACE)
add_library(tidemark::tidemark ALIAS tidemark)
target_compile_features(tidemark INTERFACE cxx_std_20)
target_sources(tidemark INTERFACE FILE_SET HEADERS
  BASE_DIRS ${CMAKE_CURRENT_LIST_DIR} FILES ${tidemark_headers})
target_link_libraries(tidemark INTERFACE Boost::headers)

# Whoever reads policies or configs (tidemark/yaml) also links the YAML library.
add_library(tidemark_yaml INTERFACE)
add_library(tidemark::yaml ALIAS tidemark_yaml)
set_target_properties(tidemark_yaml PROPERTIES EXPORT_NAME yaml)
target_link_libraries(tidemark_yaml INTERFACE tidemark
  $<IF:$<TARGET_EXISTS:yaml-cpp::yaml-cpp>,yaml-cpp::yaml-cpp,yaml-cpp>)

# Plugins show nothing but their manifest and stamp, and share no template statics with others.
add_library(tidemark_plugin INTERFACE)
add_library(tidemark::plugin ALIAS tidemark_plugin)
set_target_properties(tidemark_plugin PROPERTIES EXPORT_NAME plugin)
target_link_libraries(tidemark_plugin INTERFACE tidemark)
target_compile_options(tidemark_plugin INTERFACE
  -fvisibility=hidden -fvisibility-inlines-hidden
  $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
target_link_options(tidemark_plugin INTERFACE -Wl,-z,nodelete -Wl,-z,defs)

install(TARGETS tidemark tidemark_yaml tidemark_plugin EXPORT tidemark
  FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT tidemark NAMESPACE tidemark:: FILE tidemark-targets.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tidemark)
include(CMakePackageConfigHelpers)
configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/tidemark-config.cmake.in
  ${PROJECT_BINARY_DIR}/tidemark-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tidemark)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/tidemark-config-version.cmake
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_BINARY_DIR}/tidemark-config.cmake
              ${PROJECT_BINARY_DIR}/tidemark-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tidemark)
