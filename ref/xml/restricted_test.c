#include "xml/restricted.h"

#include "lib/unit.h"
#include "xml/element.h"

START_TEST(only_elements_and_text_are_allowed)
{
	ck_assert_int_eq(xml_construct_refused(XML_CONSTRUCT_PLAIN), CAUSE_NONE);
	ck_assert_int_eq(xml_construct_refused(XML_CONSTRUCT_COMMENT),
	                 CAUSE_RESTRICTED_XML);
	ck_assert_int_eq(xml_construct_refused(XML_CONSTRUCT_INSTRUCTION),
	                 CAUSE_RESTRICTED_XML);
	ck_assert_int_eq(xml_construct_refused(XML_CONSTRUCT_DOCTYPE),
	                 CAUSE_RESTRICTED_XML);
	ck_assert_int_eq(xml_construct_refused(XML_CONSTRUCT_ENTITY),
	                 CAUSE_RESTRICTED_XML);
}
END_TEST

START_TEST(only_xml_1_0_in_utf_8)
{
	ck_assert_int_eq(xml_version_refused(VIEW("1.0")), CAUSE_NONE);
	ck_assert_int_eq(xml_version_refused(VIEW("1.1")), CAUSE_XML_VERSION);
	ck_assert_int_eq(xml_version_refused(VIEW("")), CAUSE_XML_VERSION);
	ck_assert_int_eq(xml_encoding_refused(VIEW("UTF-8")), CAUSE_NONE);
	ck_assert_int_eq(xml_encoding_refused(VIEW("utf-8")), CAUSE_NONE);
	ck_assert_int_eq(xml_encoding_refused(VIEW("utf8")), CAUSE_BAD_ENCODING);
	ck_assert_int_eq(xml_encoding_refused(VIEW("US-ASCII")),
	                 CAUSE_BAD_ENCODING);
}
END_TEST

START_TEST(first_bytes_of_other_encodings)
{
	ck_assert_int_eq(xml_first_bytes_refused(VIEW("<?xml")), CAUSE_NONE);
	ck_assert_int_eq(xml_first_bytes_refused(VIEW("")), CAUSE_NONE);
	ck_assert_int_eq(xml_first_bytes_refused(VIEW("<")), CAUSE_NONE);
	ck_assert_int_eq(xml_first_bytes_refused(VIEW("\xef\xbb\xbf")), CAUSE_NONE);
	ck_assert_int_eq(xml_first_bytes_refused(VIEW("\xff")), CAUSE_BAD_ENCODING);
	ck_assert_int_eq(xml_first_bytes_refused(VIEW("\xfe")), CAUSE_BAD_ENCODING);
	ck_assert_int_eq(xml_first_bytes_refused(VIEW("\0")), CAUSE_BAD_ENCODING);
	ck_assert_int_eq(xml_first_bytes_refused(VIEW("<\0")), CAUSE_BAD_ENCODING);
}
END_TEST

START_TEST(only_space_between_stanzas)
{
	ck_assert_int_eq(xml_text_between_refused(VIEW("")), CAUSE_NONE);
	ck_assert_int_eq(xml_text_between_refused(VIEW(" \t\r\n")), CAUSE_NONE);
	ck_assert_int_eq(xml_text_between_refused(VIEW(" x ")), CAUSE_TEXT_BETWEEN);
	ck_assert_int_eq(xml_text_between_refused(VIEW("\xc2\xa0")),
	                 CAUSE_TEXT_BETWEEN);
	ck_assert_int_eq(xml_text_between_refused(VIEW("\v")), CAUSE_TEXT_BETWEEN);
}
END_TEST

START_TEST(no_header_is_a_first_level_element)
{
	ck_assert_int_eq(xml_first_level_refused(VIEW(NS_STREAM), VIEW("stream")),
	                 CAUSE_UNEXPECTED_ELEMENT);
	ck_assert_int_eq(xml_first_level_refused(VIEW(NS_STREAM), VIEW("error")), CAUSE_NONE);
	ck_assert_int_eq(xml_first_level_refused(VIEW(NS_SERVER), VIEW("stream")), CAUSE_NONE);
}
END_TEST

START_TEST(a_limit_is_the_last_that_is_allowed)
{
	ck_assert(xml_within(0, 0));
	ck_assert(xml_within(9, 10));
	ck_assert(xml_within(10, 10));
	ck_assert(!xml_within(11, 10));
}
END_TEST

UNIT("xml/restricted", only_elements_and_text_are_allowed,
     only_xml_1_0_in_utf_8, first_bytes_of_other_encodings,
     only_space_between_stanzas, no_header_is_a_first_level_element,
     a_limit_is_the_last_that_is_allowed)
