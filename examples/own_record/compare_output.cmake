# SPDX-License-Identifier: BSL-1.0
# Runs PROGRAM on the data in FOLDER and compares what it prints with expected.txt there.
execute_process(
  COMMAND ${PROGRAM} github_ranking_2026-07.csv policy.yaml
  WORKING_DIRECTORY ${FOLDER}
  OUTPUT_VARIABLE printed ERROR_VARIABLE complaints RESULT_VARIABLE code)
if(NOT code STREQUAL "0" OR NOT complaints STREQUAL "")
  message(FATAL_ERROR "own_record ended with ${code}:\n${complaints}")
endif()
file(READ ${FOLDER}/expected.txt expected)
if(NOT printed STREQUAL expected)
  message(FATAL_ERROR "own_record printed\n${printed}\ninstead of expected.txt")
endif()
