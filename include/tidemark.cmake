# SPDX-License-Identifier: BSL-1.0
# The header-only library: tidemark::tidemark (engine, policy, records), tidemark::yaml,
# tidemark::json and, for those who build plugins, tidemark::source, tidemark::storage and
# tidemark::enricher.
find_package(Boost 1.81 REQUIRED)
find_package(yaml-cpp REQUIRED)

# Every header, by folder, in the order of the layers.
set(tidemark_headers)
function(tidemark_headers_of folder)
  list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/tidemark/${folder})
  set(tidemark_headers ${tidemark_headers} ${ARGN} PARENT_SCOPE)
endfunction()
tidemark_headers_of("" result.hpp)
tidemark_headers_of(value/ ascii.hpp counter.hpp date.hpp decimal.hpp duration.hpp hex.hpp json.hpp
  json_writer.hpp nearest.hpp percent.hpp raw_text.hpp tags.hpp text_hash.hpp timestamp.hpp utf8.hpp
  white_space.hpp)
tidemark_headers_of(record/ assign_view.hpp field_mask.hpp field_text.hpp field_type.hpp
  fields.hpp record_traits.hpp value_order.hpp)
tidemark_headers_of(diagnostics/ issue.hpp location.hpp problem_code.hpp unknown_name.hpp)
tidemark_headers_of(policy/ policy.hpp problem_kind.hpp problem_page.hpp problem_pages.hpp
  settle_accepts.hpp warning.hpp words.hpp)
tidemark_headers_of(policy/problem_pages/ accepts.hpp file.hpp gates.hpp merge.hpp rules.hpp
  shape.hpp warnings.hpp windows.hpp)
tidemark_headers_of(yaml/ file_text.hpp load_accepts.hpp load_gate.hpp load_merge.hpp
  load_policy.hpp load_upsert.hpp located_node.hpp map_reader.hpp node_builder.hpp
  read_document.hpp)
tidemark_headers_of(engine/ canonical_text.hpp compile.hpp compile_gate.hpp compile_merge.hpp
  compile_shape.hpp compile_upsert.hpp compile_warnings.hpp decide.hpp field_access.hpp
  judge.hpp key_index.hpp merged_rows.hpp merger.hpp preference.hpp program.hpp record_shape.hpp
  relate.hpp repeatable.hpp
  verdict.hpp)
tidemark_headers_of(engine/proof/ abstract_record.hpp concrete_record.hpp condition.hpp
  merge_differences.hpp mutants.hpp preference_search.hpp record_patterns.hpp record_text.hpp
  repairs.hpp row_laws.hpp rule_differences.hpp rule_laws.hpp value_comparisons.hpp
  value_patterns.hpp)
tidemark_headers_of(sql/ column.hpp dialect.hpp postgres_upsert.hpp rule_table.hpp rule_text.hpp
  sqlite_upsert.hpp)
tidemark_headers_of(videos/ added_fields.hpp creator_video.hpp field_origins.hpp list_head.hpp
  list_order.hpp metric_snapshot.hpp part_sum.hpp period_query.hpp raw_names.hpp row_builder.hpp
  row_fields.hpp
  row_keeper.hpp row_number.hpp row_raw.hpp row_shape.hpp row_text.hpp row_time.hpp row_view.hpp
  row_writer.hpp select_page.hpp selected_metrics.hpp to_records.hpp video_row.hpp
  video_without_thumbnail.hpp)
tidemark_headers_of(json/ json_row_reader.hpp payload_reader.hpp surrogates.hpp)
tidemark_headers_of(source/ column_names.hpp data_source.hpp delivered_column.hpp time_zone.hpp)
tidemark_headers_of(enricher/ enricher.hpp)
tidemark_headers_of(storage/ arrival_order.hpp backend.hpp batch_digest.hpp batch_figures.hpp
  batch_usernames.hpp brand_lock.hpp check_batch.hpp checks.hpp corrections.hpp decide_batch.hpp
  digest.hpp due_runs.hpp figures.hpp figures_json.hpp key_order.hpp ledger.hpp metric_store.hpp
  plan.hpp planned_change.hpp rule_trials.hpp run_batch.hpp run_ledger.hpp run_of_due_time.hpp
  stored_records.hpp thumbnail.hpp thumbnail_store.hpp upkeep.hpp verify_report.hpp
  violation_list.hpp visitor.hpp)
tidemark_headers_of(storage/lists/ list_heads.hpp list_limits.hpp list_store.hpp listed_values.hpp
  period_lists.hpp written_rows.hpp)
tidemark_headers_of(plugin/ catalogue.hpp elf_file.hpp export.hpp fingerprint.hpp library.hpp
  make.hpp manifest.hpp option.hpp option_text.hpp stamp.hpp usual_layout.hpp)
tidemark_headers_of(sync/ change_limit.hpp columns_read.hpp conflict_count.hpp fetch_batch.hpp
  fetch_windows.hpp find_thumbnails.hpp make_batch.hpp part_merge.hpp plan_brand.hpp
  quarantine.hpp run.hpp run_merge.hpp run_observer.hpp run_request.hpp video_policy.hpp
  weaker_names.hpp)

add_library(tidemark INTERFACE)
add_library(tidemark::tidemark ALIAS tidemark)
target_compile_features(tidemark INTERFACE cxx_std_20)
target_sources(tidemark INTERFACE FILE_SET HEADERS
  BASE_DIRS ${CMAKE_CURRENT_LIST_DIR} FILES ${tidemark_headers})
target_link_libraries(tidemark INTERFACE Boost::headers)

# Code that reads policies or configs (tidemark/yaml) also links the YAML library.
add_library(tidemark_yaml INTERFACE)
add_library(tidemark::yaml ALIAS tidemark_yaml)
set_target_properties(tidemark_yaml PROPERTIES EXPORT_NAME yaml)
target_link_libraries(tidemark_yaml INTERFACE tidemark
  $<IF:$<TARGET_EXISTS:yaml-cpp::yaml-cpp>,yaml-cpp::yaml-cpp,yaml-cpp>)

# Programs that read rows of JSON (tidemark/json) also link simdjson.
find_package(simdjson REQUIRED)
add_library(tidemark_json INTERFACE)
add_library(tidemark::json ALIAS tidemark_json)
target_link_libraries(tidemark_json INTERFACE tidemark simdjson::simdjson)
# Without exceptions the compiler refuses conversions that would throw on broken JSON.
target_compile_definitions(tidemark_json INTERFACE SIMDJSON_EXCEPTIONS=0)

# The flags and libraries of a plugin of each kind: it exports only its manifest and its marks, and
# shares no template statics with others. Tests of its code are executables, which hide nothing; the
# link options apply to the module only.
set(tidemark_kinds source storage enricher)
set(tidemark_map
  $<BUILD_INTERFACE:${CMAKE_CURRENT_LIST_DIR}/tidemark-plugin.map>
  $<INSTALL_INTERFACE:$<INSTALL_PREFIX>/${CMAKE_INSTALL_LIBDIR}/cmake/tidemark/tidemark-plugin.map>)
list(JOIN tidemark_map "" tidemark_map)
foreach(kind ${tidemark_kinds})
  add_library(tidemark_${kind} INTERFACE)
  add_library(tidemark::${kind} ALIAS tidemark_${kind})
  set_target_properties(tidemark_${kind} PROPERTIES EXPORT_NAME ${kind})
  target_link_libraries(tidemark_${kind} INTERFACE tidemark)
  target_compile_options(tidemark_${kind} INTERFACE
    $<$<NOT:$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>>:-fvisibility=hidden>
    $<$<NOT:$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>>:-fvisibility-inlines-hidden>
    $<$<CXX_COMPILER_ID:GNU>:-fno-gnu-unique>)
  target_link_options(tidemark_${kind} INTERFACE
    $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,MODULE_LIBRARY>:LINKER:-z,nodelete,-z,defs>
    $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,MODULE_LIBRARY>:LINKER:--version-script=${tidemark_map}>)
endforeach()
include(${CMAKE_CURRENT_LIST_DIR}/tidemark-plugin.cmake)

list(TRANSFORM tidemark_kinds PREPEND tidemark_)
install(TARGETS tidemark tidemark_yaml ${tidemark_kinds} EXPORT tidemark
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
              ${CMAKE_CURRENT_LIST_DIR}/tidemark-plugin.cmake
              ${CMAKE_CURRENT_LIST_DIR}/tidemark-plugin.map
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/tidemark)

# The contract suite for authors of storages: tests/contract and what it includes.
set(tidemark_suite all_time commit corrections due_runs ledger listing reading rule_trials snapshot
  storage thumbnail upkeep)
list(TRANSFORM tidemark_suite APPEND _contract.hpp)
list(APPEND tidemark_suite rules_for.hpp seen.hpp shipped_programs.hpp storage_under_test.hpp)
list(TRANSFORM tidemark_suite PREPEND ${CMAKE_CURRENT_LIST_DIR}/../tests/contract/)
install(FILES ${tidemark_suite} DESTINATION ${CMAKE_INSTALL_DATADIR}/tidemark/suites/contract)
install(FILES ${CMAKE_CURRENT_LIST_DIR}/../tests/catch.hpp
  DESTINATION ${CMAKE_INSTALL_DATADIR}/tidemark/suites)

# A source plugin and configs for exported files, to start from.
set(tidemark_examples own_source affiliate_export seller_center video_studio)
list(TRANSFORM tidemark_examples PREPEND ${CMAKE_CURRENT_LIST_DIR}/../examples/)
install(DIRECTORY ${tidemark_examples}
  DESTINATION ${CMAKE_INSTALL_DATADIR}/tidemark/examples USE_SOURCE_PERMISSIONS
  PATTERN build EXCLUDE PATTERN "tidemark.db*" EXCLUDE)
