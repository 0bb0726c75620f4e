/*
 * The only C++ of the project: kainjow's Mustache behind three C functions.
 *
 * The context differs from the library's own in two ways. A name is always looked up
 * from the root of the view ("installer.phone"), whatever sections are around it. A
 * value that is absent or empty is remembered as missing, where the library would
 * print nothing. tags_prepare() has put a "$" before every value, so sections, which
 * may well be absent, are told apart.
 */

#include "mustache.h"

#include <kainjow/mustache.hpp>
#include <map>
#include <mutex>
#include <string>

namespace
{

using kainjow::mustache::data;

class ViewContext : public kainjow::mustache::basic_context<std::string>
{
      public:
	explicit ViewContext(json_t *view) : view_(view)
	{
	}

	/* Sections do not change where names are looked up. */
	void
	push(const data *) override
	{
	}

	void
	pop() override
	{
	}

	const data *
	get(const std::string &name) const override
	{
		const bool is_value = !name.empty() && name[0] == '$';
		const std::string path = is_value ? name.substr(1) : name;
		const data *found = find(path);

		if (is_value && (found == nullptr || !found->is_string())) {
			if (missing_.empty())
				missing_ = path;
			return nullptr;
		}
		return found;
	}

	const data *
	get_partial(const std::string &) const override
	{
		return nullptr;
	}

	const std::string &
	missing() const
	{
		return missing_;
	}

      private:
	static data
	convert(json_t *value)
	{
		if (json_is_string(value))
			return data(std::string(json_string_value(value)));
		return data(!json_is_false(value) && !json_is_null(value));
	}

	/* The data must outlive the call, so each is made once and kept. */
	const data *
	find(const std::string &path) const
	{
		const auto known = made_.find(path);
		json_t *value = view_;
		size_t begin = 0;

		if (known != made_.end())
			return &known->second;
		while (value != nullptr && begin <= path.size()) {
			const size_t end = std::min(path.find('.', begin), path.size());

			value = json_object_get(value, path.substr(begin, end - begin).c_str());
			begin = end + 1;
		}
		if (value == nullptr || (json_is_string(value) && json_string_length(value) == 0))
			return nullptr;
		return &made_.emplace(path, convert(value)).first->second;
	}

	json_t *view_;
	mutable std::map<std::string, data> made_;
	mutable std::string missing_;
};

} // namespace

/* The library does not say that one text may be rendered by two threads at once. */
struct _MustacheText {
	explicit _MustacheText(const char *prepared) : text{std::string(prepared)}
	{
		text.set_custom_escape([](const std::string &s) { return s; });
	}

	kainjow::mustache::mustache text;
	std::mutex mutex;
};

extern "C" MustacheText *
mustache_text_new(const char *prepared, char **why)
{
	MustacheText *self = new MustacheText(prepared);

	if (self->text.is_valid())
		return self;
	*why = g_strdup(self->text.error_message().c_str());
	delete self;
	return nullptr;
}

extern "C" void
mustache_text_free(MustacheText *self)
{
	delete self;
}

extern "C" char *
mustache_text_render(MustacheText *self, json_t *view, char **missing)
{
	const std::lock_guard<std::mutex> lock(self->mutex);
	ViewContext context(view);
	const std::string out = self->text.render(context);

	if (!context.missing().empty()) {
		*missing = g_strdup(context.missing().c_str());
		return nullptr;
	}
	return g_strdup(out.c_str());
}
