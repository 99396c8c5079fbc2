"""Static files under names that carry their hash, those that scripts import included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Modules import each other under hashed names. A chain of imports takes a pass a link."""

    support_js_module_import_aggregation = True
    max_post_process_passes = 12
