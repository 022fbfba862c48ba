-- Values of which deriving anew made no relation, because they make no id. An older 3db neither counts nor shows them.

alter table threedb.entity_type
    add column underived bigint not null default 0,
    add column underived_in text[] not null default '{}';
comment on column threedb.entity_type.underived is 'How many values the latest deriving anew made no relation of; a write of the same data would be refused.';
comment on column threedb.entity_type.underived_in is 'The ids of the first entities that hold them.';
