-- Which assets have features, without a walk over the features themselves: one of them fills a page of the file.

CREATE INDEX feature_there ON feature(asset_id);
